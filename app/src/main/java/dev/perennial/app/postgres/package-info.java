/**
 * The embedded PostgreSQL: a real server in the data folder, for a laptop or a small machine.
 *
 * <p>Nothing that knows a table belongs here, nor anything that an own PostgreSQL would need.
 */
@NullMarked
package dev.perennial.app.postgres;

import org.jspecify.annotations.NullMarked;
