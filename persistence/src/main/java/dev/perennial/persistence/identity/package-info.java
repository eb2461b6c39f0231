/**
 * Identity's read models, and the process that brings email claims to their end.
 *
 * <p>What an entity may do does not belong here, nor anything of HTTP.
 */
@NullMarked
package dev.perennial.persistence.identity;

import org.jspecify.annotations.NullMarked;
