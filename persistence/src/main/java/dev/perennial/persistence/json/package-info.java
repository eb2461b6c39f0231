/**
 * The one JSON form of everything we store: events, snapshots, states in views.
 *
 * <p>What goes over HTTP is another contract and does not belong here.
 */
@NullMarked
package dev.perennial.persistence.json;

import org.jspecify.annotations.NullMarked;
