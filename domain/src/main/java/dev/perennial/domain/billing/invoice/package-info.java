/**
 * An invoice: what a tenant owes for, and whether it was paid.
 *
 * <p>How it is collected does not belong here, nor where its number comes from.
 */
@NullMarked
package dev.perennial.domain.billing.invoice;

import org.jspecify.annotations.NullMarked;
