/**
 * The layout of the code as rules that every build checks; used by the tests of each Maven module.
 *
 * <p>What entities must do does not belong here.
 */
@NullMarked
package dev.perennial.domain.archrules;

import org.jspecify.annotations.NullMarked;
