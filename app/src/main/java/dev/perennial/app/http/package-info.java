/**
 * The HTTP core: the contract as routing table, access rules, bounds, problems, and the one way from a request to a reply.
 *
 * <p>Nothing of a business module belongs here.
 */
@NullMarked
package dev.perennial.app.http;

import org.jspecify.annotations.NullMarked;
