package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.TenantId;
import java.time.Instant;

/**
 * An email that has been reserved for a user for longer than an invitation takes.
 *
 * @param until when that was over
 */
public record OverdueReservation(TenantId tenant, EmailClaimId claim, UserId user, Instant until) {}
