/**
 * A wallet of credits: what was granted, in which order it is taken, held for later, and when it lapses.
 *
 * <p>What credits buy does not belong here, nor how money for a top-up is collected.
 */
@NullMarked
package dev.perennial.domain.billing.wallet;

import org.jspecify.annotations.NullMarked;
