/**
 * Tests of whole nodes: processes of their own on one PostgreSQL, which are killed, stopped and overloaded under load.
 *
 * <p>What one node shows as well does not belong here.
 */
@NullMarked
package dev.perennial.app.cluster;

import org.jspecify.annotations.NullMarked;
