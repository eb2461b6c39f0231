/**
 * What is left out of the log so that it can be read.
 *
 * <p>What is said in it belongs to whoever says it.
 */
@NullMarked
package dev.perennial.app.log;

import org.jspecify.annotations.NullMarked;
