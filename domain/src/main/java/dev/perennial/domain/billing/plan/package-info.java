/**
 * A plan of the catalogue: its versions, what a version may say, and whether it is still sold.
 *
 * <p>Who has bought it does not belong here: a subscription keeps the terms that it bought.
 */
@NullMarked
package dev.perennial.domain.billing.plan;

import org.jspecify.annotations.NullMarked;
