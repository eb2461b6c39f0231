package dev.perennial.app;

import dev.perennial.app.security.Secret;
import java.util.Optional;

/** The first keys of an installation, on the node that made them; there are no second ones. */
record FirstKeys(Optional<String> operator, Optional<String> management) {

    static FirstKeys create(AccessControl access) {
        return new FirstKeys(
                access.operators().createFirst().map(Secret::text),
                access.managers().createFirst().map(Secret::text));
    }
}
