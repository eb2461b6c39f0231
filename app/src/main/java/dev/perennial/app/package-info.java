/**
 * The composition root: settings, and the node that is put together from them.
 *
 * <p>Nothing belongs here that could live in a package below or in another module.
 */
@NullMarked
package dev.perennial.app;

import org.jspecify.annotations.NullMarked;
