/**
 * What must hold for every entity, and the samples of its types that prove it. For the tests of every module above, too.
 *
 * <p>Rules of one entity do not belong here.
 */
@NullMarked
package dev.perennial.domain.laws;

import org.jspecify.annotations.NullMarked;
