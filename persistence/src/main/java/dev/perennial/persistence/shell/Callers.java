package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Caller;
import java.util.Locale;

/** The stored form of a caller: {@code user:u_1:20}, kind, id and rank. Ids hold no colon. */
final class Callers {

    private Callers() {}

    static String format(Caller caller) {
        return caller.kind().name().toLowerCase(Locale.ROOT) + ":" + caller.id() + ":" + caller.rank();
    }

    static Caller parse(String stored) {
        var first = stored.indexOf(':');
        var last = stored.lastIndexOf(':');
        return new Caller(
                Caller.Kind.valueOf(stored.substring(0, first).toUpperCase(Locale.ROOT)),
                stored.substring(first + 1, last),
                Integer.parseInt(stored.substring(last + 1)));
    }
}
