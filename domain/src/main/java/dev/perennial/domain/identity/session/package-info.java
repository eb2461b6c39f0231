/**
 * A log-in and the chain of refresh tokens that keeps it alive.
 *
 * <p>Access tokens do not belong here, nor the check of a password.
 */
@NullMarked
package dev.perennial.domain.identity.session;

import org.jspecify.annotations.NullMarked;
