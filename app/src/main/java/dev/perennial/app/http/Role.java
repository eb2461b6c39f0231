package dev.perennial.app.http;

import java.util.Locale;

/** How far a credential reaches inside its tenant; each role may do what those before it may. */
public enum Role {
    VIEWER,
    MEMBER,
    ADMIN,
    OWNER;

    /** The role's name in the contract and in tokens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that label; an {@link IllegalArgumentException} for any other text. */
    public static Role of(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no such role: " + label);
    }

    /** What {@link dev.perennial.domain.kernel.Caller#rank} is for a caller of this role. */
    public int rank() {
        return (ordinal() + 1) * 10;
    }

    public boolean reaches(Role required) {
        return compareTo(required) >= 0;
    }
}
