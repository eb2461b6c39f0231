/**
 * Billing over HTTP, and the module as the composition root takes it in.
 *
 * <p>Rules of an entity do not belong here: they are its decider's.
 */
@NullMarked
package dev.perennial.app.billing;

import org.jspecify.annotations.NullMarked;
