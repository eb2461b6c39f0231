/**
 * Identity over HTTP: the handlers of its operations and what the rest of the API asks of it.
 *
 * <p>Rules of tenants, users, keys and sessions do not belong here: they are their deciders'.
 */
@NullMarked
package dev.perennial.app.identity;

import org.jspecify.annotations.NullMarked;
