/**
 * <<<<<<< HEAD
 * Identity's read models, and the process that brings email claims to their end.
 *
 * <p>What an entity may do does not belong here, nor anything of HTTP.
 * =======
 * The views of identity and the questions they answer.
 *
 * <p>What an entity may do is decided in the domain; a view only shows what became of it.
 * >>>>>>> 5c95b72 (wip)
 */
@NullMarked
package dev.perennial.persistence.identity;

import org.jspecify.annotations.NullMarked;
