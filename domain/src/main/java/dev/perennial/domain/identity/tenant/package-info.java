/**
 * A customer of the installation: its name, its settings and whether it is served.
 *
 * <p>What a tenant's users may do does not belong here, nor what a tenant pays.
 */
@NullMarked
package dev.perennial.domain.identity.tenant;

import org.jspecify.annotations.NullMarked;
