package dev.perennial.domain.billing;

import java.util.regex.Pattern;

/** Whose usage it is within a tenant: a user or whatever the tenant counts by. An id of at most 39 characters. */
public record SubjectId(String value) {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,38}");

    public SubjectId {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a valid subject");
        }
    }

    public static boolean valid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
