/**
 * Reads over HTTP as they are for every module: one entity now or in the past, its history, and lists; and what a node
 * remembers of entities for a moment.
 *
 * <p>How any one module's entities look to a client does not belong here.
 */
@NullMarked
package dev.perennial.app.query;

import org.jspecify.annotations.NullMarked;
