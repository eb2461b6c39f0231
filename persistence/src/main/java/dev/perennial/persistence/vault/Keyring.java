package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.Sealed;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The keys of some people, loaded together: opens all of a page's values without asking the database again. */
public final class Keyring {

    static final String PURPOSE = "personal";

    private final Map<Subject, SealingKey> keys;

    Keyring(Map<Subject, SealingKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** The value; empty if the person's data was erased, or the value is not one of this person's. */
    public Optional<String> open(Subject subject, Sealed sealed) {
        return Optional.ofNullable(keys.get(subject))
                .flatMap(key -> decode(sealed).flatMap(bytes -> key.open(bytes, subject.context(PURPOSE))))
                .map(plain -> new String(plain, UTF_8));
    }

    private static Optional<byte[]> decode(Sealed sealed) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(sealed.ciphertext()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Keyring[" + keys.size() + " keys]";
    }
}
