package dev.perennial.persistence.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Ids;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a write answers so that later reads of views can be made to include it. Opaque to clients.
 *
 * @param type the entity type's name
 * @param revision the entity's, after the write
 */
public record ConsistencyToken(String type, EntityId id, long revision) {

    private static final Pattern FORM = Pattern.compile("([a-z.-]{1,64})\\|([^|]+)\\|([0-9]{1,18})");

    public static ConsistencyToken of(EntityType<?, ?, ?, ?> type, EntityId id, long revision) {
        return new ConsistencyToken(type.name(), id, revision);
    }

    /** The token for clients; letters, digits, {@code -} and {@code _}. */
    public String token() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((type + "|" + id.value() + "|" + revision).getBytes(UTF_8));
    }

    /** What the token says; empty for anything that we did not make. */
    public static Optional<ConsistencyToken> parse(String token) {
        try {
            var matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(token), UTF_8));
            return matcher.matches() && Ids.valid(matcher.group(2))
                    ? Optional.of(new ConsistencyToken(
                            matcher.group(1), new EntityId(matcher.group(2)), Long.parseLong(matcher.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
