/**
 * A payment provider that moves no money, as a process of its own: for laptops and tests.
 *
 * <p>Nothing that the product needs in operation belongs here.
 */
@NullMarked
package dev.perennial.app.billing.simulator;

import org.jspecify.annotations.NullMarked;
