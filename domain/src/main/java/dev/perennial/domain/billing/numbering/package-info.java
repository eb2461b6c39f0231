/**
 * The numbers of a tenant's invoices, without a gap.
 *
 * <p>What an invoice says does not belong here, nor how its number is written.
 */
@NullMarked
package dev.perennial.domain.billing.numbering;

import org.jspecify.annotations.NullMarked;
