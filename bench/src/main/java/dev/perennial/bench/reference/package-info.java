/**
 * What a good team would write instead of the gate: a lean service on the same PostgreSQL.
 *
 * <p>Load and measurement do not belong here.
 */
@NullMarked
package dev.perennial.bench.reference;

import org.jspecify.annotations.NullMarked;
