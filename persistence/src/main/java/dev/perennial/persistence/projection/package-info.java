/**
 * Following the journal: runners that feed views and reactions, views kept from entity states, and their rebuilding.
 *
 * <p>What a module's views contain, and queries of them, do not belong here.
 */
@NullMarked
package dev.perennial.persistence.projection;

import org.jspecify.annotations.NullMarked;
