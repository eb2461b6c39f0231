/**
 * A person of a tenant, from the invitation to the erasure of their personal data.
 *
 * <p>Log-ins belong to sessions, the uniqueness of an email to its claim; plain personal data belongs nowhere in the domain.
 */
@NullMarked
package dev.perennial.domain.identity.user;

import org.jspecify.annotations.NullMarked;
