package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.Ids;

/** Whose usage it is within a tenant: a user or whatever the tenant counts by. An id of at most 39 characters. */
public record SubjectId(String value) {

    /** What the longest key of a meter leaves of an account's id. */
    private static final int MAX_LENGTH = 39;

    public SubjectId {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a valid subject");
        }
    }

    public static boolean valid(String value) {
        return Ids.valid(value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
