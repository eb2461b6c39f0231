package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.persistence.shell.CommandKey;
import dev.perennial.persistence.vault.Hmac;
import java.nio.ByteBuffer;

/** What one request's commands, new entities and new secrets are derived from; the same again for its repetition. */
public final class CommandIdentity {

    /** 128 bits: two ids never meet by chance. */
    static final int ID_BYTES = 16;

    private final Hmac digest;
    private final byte[] seed;
    private final boolean repeatable;
    private final long fingerprint;

    CommandIdentity(Hmac digest, byte[] seed, boolean repeatable, long fingerprint) {
        this.digest = digest;
        this.seed = seed;
        this.repeatable = repeatable;
        this.fingerprint = fingerprint;
    }

    /** The key of a request's only command to an entity; {@link CommandKey#NONE} if the client gave none. */
    public CommandKey key() {
        return key("");
    }

    /** The key of one of several commands that the request sends to the same entity. */
    public CommandKey key(String step) {
        if (!repeatable) {
            return CommandKey.NONE;
        }
        var halves = ByteBuffer.wrap(derive("command", step));
        return new CommandKey(halves.getLong(), halves.getLong(), fingerprint);
    }

    /**
     * The id of the entity that this request creates.
     *
     * @param prefix a letter or two that tell a reader what kind of entity it is; no two kinds of a request share one
     */
    public EntityId newId(String prefix) {
        return new EntityId(prefix + "_" + Base32.encode(derive("entity", prefix), ID_BYTES));
    }

    byte[] seed() {
        return seed.clone();
    }

    private byte[] derive(String use, String which) {
        return digest.of(seed, use.getBytes(UTF_8), which.getBytes(UTF_8));
    }

    /** Secrets are derived from the seed, so it is not shown. */
    @Override
    public String toString() {
        return "CommandIdentity[…]";
    }
}
