package dev.perennial.domain.identity;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** The claim to an email, named by a keyed digest of the normalised email so that the id tells nothing. */
public record EmailClaimId(String value) {

    public EmailClaimId {
        Ids.require(value, "email claim id");
    }

    /** The id by which the entity is reached. */
    public EntityId entity() {
        return new EntityId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
