package dev.perennial.domain.kernel;

/** An entity's id within its tenant and type. */
public record EntityId(String value) {

    public EntityId {
        Ids.require(value, "entity id");
    }

    @Override
    public String toString() {
        return value;
    }
}
