/**
 * The log itself: what is left out so that it can be read, what is kept for who asks, and how much of it there is.
 *
 * <p>What is said in it belongs to whoever says it.
 */
@NullMarked
package dev.perennial.app.log;

import org.jspecify.annotations.NullMarked;
