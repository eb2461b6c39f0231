package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import java.util.regex.Pattern;

/** A meter of the catalogue: lower-case letters, digits and {@code -}, starting with a letter, at most 24 characters. */
public record MeterKey(String value) {

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]{0,23}");

    public MeterKey {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a valid meter key");
        }
    }

    public static boolean valid(String value) {
        return VALID.matcher(value).matches();
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
