/**
 * The load generator: a process of its own that takes jobs as JSON lines, puts load on a server or on PostgreSQL, and
 * answers what it saw.
 *
 * <p>Nothing that starts a server, judges a figure or prints a table belongs here.
 */
@NullMarked
package dev.perennial.bench.load;

import org.jspecify.annotations.NullMarked;
