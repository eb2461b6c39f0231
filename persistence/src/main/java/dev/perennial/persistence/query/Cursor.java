package dev.perennial.persistence.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a page of a list ended: the creation time, in milliseconds, and the id of its last row. Opaque to clients. */
public record Cursor(Instant createdAt, EntityId id) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\.(.+)");

    /** The token for clients; letters, digits, {@code -} and {@code _}. */
    public String token() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((createdAt.toEpochMilli() + "." + id.value()).getBytes(UTF_8));
    }

    /** What the token says; empty for anything that we did not make. */
    public static Optional<Cursor> parse(String token) {
        try {
            var matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(token), UTF_8));
            return matcher.matches() && Ids.valid(matcher.group(2))
                    ? Optional.of(new Cursor(
                            Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), new EntityId(matcher.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
