/**
 * A payment: one collection of an amount from a tenant through a provider, and what is given back of it.
 *
 * <p>How a provider is called does not belong here, nor what is paid for.
 */
@NullMarked
package dev.perennial.domain.billing.payment;

import org.jspecify.annotations.NullMarked;
