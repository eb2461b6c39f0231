package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.vault.Hmac;
import dev.perennial.persistence.vault.MasterKey;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes the secrets that are shown once, and recognises them: {@code <prefix>.<tenant>.<entity>.<secret><check>}.
 *
 * <p>The secret (256 bits) is derived from the request's identity, so a repeated request answers the same one though it
 * is stored nowhere. The check (48 bits, keyed) lets every node refuse an invented secret without waking an entity.
 */
public final class Secrets {

    private static final int CHECK_BYTES = 6;
    private static final int SECRET_CHARS = 43;
    private static final int CHECK_CHARS = 8;
    private static final int MAX_LENGTH = 2 * Ids.MAX_LENGTH + SECRET_CHARS + CHECK_CHARS + 16;
    private static final Pattern TAIL = Pattern.compile("[A-Za-z0-9_-]{" + (SECRET_CHARS + CHECK_CHARS) + "}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Hmac derivation;
    private final Hmac checks;

    public Secrets(MasterKey master) {
        derivation = master.digest("secret");
        checks = master.digest("secret-check");
    }

    /** The secret that this request makes for an entity; one per kind, entity and request. */
    public Secret derive(Secret.Kind kind, TenantId tenant, EntityId entity, CommandIdentity request) {
        var name = kind.prefix() + "." + tenant + "." + entity + ".";
        var head = name + BASE64.encodeToString(derivation.of(name.getBytes(UTF_8), request.seed()));
        return new Secret(kind, tenant, entity, head + check(head));
    }

    /** The secret in the text; empty if it is of another kind, malformed, or was never made with our master key. */
    public Optional<Secret> parse(Secret.Kind kind, String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var parts = text.split("\\.", -1);
        if (parts.length != 4
                || !parts[0].equals(kind.prefix())
                || !Ids.valid(parts[1])
                || !Ids.valid(parts[2])
                || !TAIL.matcher(parts[3]).matches()
                || !checked(text)) {
            return Optional.empty();
        }
        return Optional.of(new Secret(kind, new TenantId(parts[1]), new EntityId(parts[2]), text));
    }

    private boolean checked(String text) {
        int end = text.length() - CHECK_CHARS;
        var expected = check(text.substring(0, end)).getBytes(US_ASCII);
        return MessageDigest.isEqual(expected, text.substring(end).getBytes(US_ASCII));
    }

    private String check(String head) {
        return BASE64.encodeToString(Arrays.copyOf(checks.of(head), CHECK_BYTES));
    }
}
