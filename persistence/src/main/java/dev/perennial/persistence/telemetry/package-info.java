/**
 * What entities and projections tell of themselves while they work, and the traces that go with it.
 *
 * <p>How it is kept, added up and exported does not belong here.
 */
@NullMarked
package dev.perennial.persistence.telemetry;

import org.jspecify.annotations.NullMarked;
