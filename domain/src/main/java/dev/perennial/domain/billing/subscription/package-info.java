/**
 * What a tenant has bought: its plan, its periods, what is to be paid for them and when, and what it is entitled to.
 *
 * <p>How a charge becomes an invoice and is paid does not belong here, nor what is used.
 */
@NullMarked
package dev.perennial.domain.billing.subscription;

import org.jspecify.annotations.NullMarked;
