/**
 * Asking for what is stored, one tenant at a time: row-level security, pages with cursors, and waiting for one's own write.
 *
 * <p>Which lists a module has does not belong here.
 */
@NullMarked
package dev.perennial.persistence.query;

import org.jspecify.annotations.NullMarked;
