/**
 * Where keys are kept: the installation's master key, the data keys of people, whose destruction is how personal data is
 * erased, and the keys that tokens and operators are known by.
 *
 * <p>How anyone proves who they are belongs to the server's security package.
 */
@NullMarked
package dev.perennial.persistence.vault;

import org.jspecify.annotations.NullMarked;
