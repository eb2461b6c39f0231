/**
 * What is counted: the meters of the catalogue.
 *
 * <p>How much was used does not belong here; that is an account's of {@code usage}.
 */
@NullMarked
package dev.perennial.domain.billing.meter;

import org.jspecify.annotations.NullMarked;
