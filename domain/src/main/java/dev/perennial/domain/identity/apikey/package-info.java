/**
 * A credential for programs: what it may do, until when, and the hash by which it is recognised.
 *
 * <p>The key itself does not belong here, nor when it was last used.
 */
@NullMarked
package dev.perennial.domain.identity.apikey;

import org.jspecify.annotations.NullMarked;
