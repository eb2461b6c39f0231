/**
 * What billing shows in lists, and its processes.
 *
 * <p>What an entity may do is decided in the domain; HTTP does not belong here either.
 */
@NullMarked
package dev.perennial.persistence.billing;

import org.jspecify.annotations.NullMarked;
