/**
 * The kernel every entity is written in: deciders, decisions, rejections and the names under which events are stored.
 *
 * <p>Nothing of a business module, of storage or of the network belongs here.
 */
@NullMarked
package dev.perennial.domain.kernel;

import org.jspecify.annotations.NullMarked;
