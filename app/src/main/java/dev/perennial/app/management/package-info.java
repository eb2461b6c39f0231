/**
 * The management API: what operators see of the cluster and order of it, on a port and with a credential of its own.
 *
 * <p>What an order leads to is decided elsewhere; nothing of the business modules belongs here.
 */
@NullMarked
package dev.perennial.app.management;

import org.jspecify.annotations.NullMarked;
