/**
 * The entity shell: the one actor that hosts every decider, and the gateway through which commands reach it.
 *
 * <p>Nothing of a business module and nothing of HTTP belongs here.
 */
@NullMarked
package dev.perennial.persistence.shell;

import org.jspecify.annotations.NullMarked;
