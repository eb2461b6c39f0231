package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** A meter of the catalogue: lower-case letters, digits and {@code -}, starting with a letter, at most 24 characters. */
public record MeterKey(String value) {

    private static final int MAX_LENGTH = 24;

    public MeterKey {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a valid meter key");
        }
    }

    public static boolean valid(String value) {
        if (!Ids.valid(value, MAX_LENGTH) || !isLower(value.charAt(0))) {
            return false;
        }
        for (var i = 1; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == '_' || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
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
