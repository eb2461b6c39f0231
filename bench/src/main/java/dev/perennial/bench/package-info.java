/**
 * Measures the program as a stranger would run it: starts it, loads it, audits what it kept, and prints one table.
 *
 * <p>Nothing that the product uses belongs here, nor a test: a slow run is a result, not a failure.
 */
@NullMarked
package dev.perennial.bench;

import org.jspecify.annotations.NullMarked;
