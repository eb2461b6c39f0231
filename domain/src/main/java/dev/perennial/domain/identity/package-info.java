/**
 * Who may do what in which tenant: the ids, roles and hashes that the entities of identity share.
 *
 * <p>Rules of a single entity belong to its own package; how secrets are made, hashed or sent does not belong here at all.
 */
@NullMarked
package dev.perennial.domain.identity;

import org.jspecify.annotations.NullMarked;
