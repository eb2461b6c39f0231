/**
 * Makes an email belong to at most one user of a tenant: one entity per email, whose id is a keyed digest of it.
 *
 * <p>The email itself does not belong here, nor the process that settles reservations nobody confirmed.
 */
@NullMarked
package dev.perennial.domain.identity.emailclaim;

import org.jspecify.annotations.NullMarked;
