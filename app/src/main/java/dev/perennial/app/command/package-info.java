/**
 * From a call to a command of an entity, and from what became of it to the answer, the same for every module.
 *
 * <p>What any one module's commands mean does not belong here.
 */
@NullMarked
package dev.perennial.app.command;

import org.jspecify.annotations.NullMarked;
