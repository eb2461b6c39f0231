package dev.perennial.domain.identity;

import dev.perennial.domain.kernel.Ids;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of the API that a key is good for, written {@code identity:read}. It narrows what the key's role allows.
 *
 * @param module the module it opens
 * @param access how far
 */
public record Scope(String module, Access access) implements Comparable<Scope> {

    private static final Comparator<Scope> ORDER =
            Comparator.comparing(Scope::module).thenComparing(Scope::access);

    public Scope {
        Ids.require(module, "module of a scope");
    }

    /** How far a scope opens a module; each includes the ones before it. */
    public enum Access {
        READ,
        WRITE
    }

    /** Whether holding this scope is enough where {@code needed} is asked for. */
    public boolean covers(Scope needed) {
        return module.equals(needed.module) && access.compareTo(needed.access) >= 0;
    }

    /** Reads what {@link #toString} writes; empty if the text is anything else. */
    public static Optional<Scope> parse(String text) {
        for (var access : Access.values()) {
            var suffix = suffix(access);
            if (text.endsWith(suffix)) {
                var module = text.substring(0, text.length() - suffix.length());
                return Ids.valid(module) ? Optional.of(new Scope(module, access)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(Scope other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return module + suffix(access);
    }

    private static String suffix(Access access) {
        return ":" + access.name().toLowerCase(Locale.ROOT);
    }
}
