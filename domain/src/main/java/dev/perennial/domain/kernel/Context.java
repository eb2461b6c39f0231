package dev.perennial.domain.kernel;

import java.time.Instant;

/**
 * What a decider may know of the world while it decides.
 *
 * @param tenant the tenant the entity belongs to
 * @param id the entity's id within the tenant and its type
 * @param now the time of the decision, taken once per batch by the shell
 * @param caller who asks
 */
public record Context(TenantId tenant, EntityId id, Instant now, Caller caller) {}
