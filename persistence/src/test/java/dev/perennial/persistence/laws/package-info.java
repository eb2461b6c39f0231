/**
 * What must hold for every entity between it and storage, over the real shell and PostgreSQL. For every module's tests.
 *
 * <p>Laws that need neither belong in the domain's; rules of one entity belong in its own tests.
 */
@NullMarked
package dev.perennial.persistence.laws;

import org.jspecify.annotations.NullMarked;
