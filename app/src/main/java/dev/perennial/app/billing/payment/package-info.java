/**
 * The way to the payment provider: requests to it, and what it tells of its own accord.
 *
 * <p>When it is asked does not belong here: payments themselves decide that.
 */
@NullMarked
package dev.perennial.app.billing.payment;

import org.jspecify.annotations.NullMarked;
