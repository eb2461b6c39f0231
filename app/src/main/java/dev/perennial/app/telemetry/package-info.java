/**
 * Keeps and exports what the program tells of itself: metrics, traces, and which tenants are affected. The only package
 * that knows Kamon.
 *
 * <p>What there is to tell, and when, does not belong here.
 */
@NullMarked
package dev.perennial.app.telemetry;

import org.jspecify.annotations.NullMarked;
