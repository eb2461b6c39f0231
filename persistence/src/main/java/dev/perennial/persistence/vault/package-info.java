/**
 * The installation's master key, and the data keys of people, whose destruction is how personal data is erased.
 *
 * <p>Nothing of authentication, tokens or passwords belongs here.
 */
@NullMarked
package dev.perennial.persistence.vault;

import org.jspecify.annotations.NullMarked;
