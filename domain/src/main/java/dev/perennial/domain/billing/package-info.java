/**
 * What is sold, used and paid for: the ids, amounts, periods and terms that the entities of billing share.
 *
 * <p>Rules of a single entity belong to its own package; how a payment is made with a provider does not belong here at all.
 */
@NullMarked
package dev.perennial.domain.billing;

import org.jspecify.annotations.NullMarked;
