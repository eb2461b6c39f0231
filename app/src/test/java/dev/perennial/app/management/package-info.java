/**
 * Tests of the parts of the management API by themselves.
 *
 * <p>What needs a whole node does not belong here.
 */
@NullMarked
package dev.perennial.app.management;

import org.jspecify.annotations.NullMarked;
