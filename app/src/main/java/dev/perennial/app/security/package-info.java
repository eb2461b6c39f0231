/**
 * What proves who someone is: passwords, secrets, tokens and their keys; and the ids derived from a request.
 *
 * <p>Who may do what belongs to the contract's access rules; what a user or key is, to the identity module.
 */
@NullMarked
package dev.perennial.app.security;

import org.jspecify.annotations.NullMarked;
