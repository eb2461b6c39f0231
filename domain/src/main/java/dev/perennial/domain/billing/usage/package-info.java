/**
 * What was used of a meter, and whether more may be: one account for each quota.
 *
 * <p>What a plan allows does not belong here: it comes with the command. Prices do not belong here either.
 */
@NullMarked
package dev.perennial.domain.billing.usage;

import org.jspecify.annotations.NullMarked;
