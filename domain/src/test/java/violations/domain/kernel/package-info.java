/**
 * A small program that breaks every rule of the architecture, each in a class of its own.
 *
 * <p>Nothing that is run belongs here.
 */
@NullMarked
package violations.domain.kernel;

import org.jspecify.annotations.NullMarked;
