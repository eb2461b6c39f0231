package dev.perennial.persistence.shell;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The last keyed commands that took effect on one entity, oldest first, at most {@code capacity} of them. Rebuilt from
 * the stored events, so it survives restarts and moves with the entity.
 */
final class RecentCommands {

    /** Bytes of one remembered command without its reply. */
    private static final int ENTRY_BYTES = 4 * Long.BYTES;

    private final int capacity;
    // Most entities see few keyed commands: the map comes with the first one, and small.
    private @Nullable SequencedMap<Id, Effect> effects;

    RecentCommands(int capacity) {
        this.capacity = capacity;
    }

    /** A command's id without its fingerprint. */
    record Id(long high, long low) {
        static Id of(CommandKey key) {
            return new Id(key.high(), key.low());
        }
    }

    /** What a remembered command did. */
    record Effect(long fingerprint, long revision, @Nullable Object reply) {}

    @Nullable
    Effect find(CommandKey key) {
        return effects == null || !key.present() ? null : effects.get(Id.of(key));
    }

    /** Remembers an event of a command; a command's last event wins. */
    void remember(CommandKey key, long revision, @Nullable Object reply) {
        if (!key.present()) {
            return;
        }
        if (effects == null) {
            effects = new LinkedHashMap<>(4);
        }
        effects.put(Id.of(key), new Effect(key.fingerprint(), revision, reply));
        if (effects.size() > capacity) {
            effects.pollFirstEntry();
        }
    }

    int size() {
        return effects == null ? 0 : effects.size();
    }

    /** The remembered commands in a form that is small in a snapshot; replies go beside it, in the same order. */
    Packed pack() {
        if (effects == null) {
            return new Packed(new byte[0], List.of());
        }
        var bytes = ByteBuffer.allocate(effects.size() * ENTRY_BYTES);
        var replies = new ArrayList<Reply>();
        effects.forEach((id, effect) -> {
            bytes.putLong(id.high())
                    .putLong(id.low())
                    .putLong(effect.fingerprint())
                    .putLong(effect.revision());
            if (effect.reply() != null) {
                replies.add(new Reply(effect.revision(), effect.reply()));
            }
        });
        return new Packed(bytes.array(), replies);
    }

    static RecentCommands unpack(Packed packed, int capacity) {
        var recent = new RecentCommands(capacity);
        var replies = new HashMap<Long, Object>();
        packed.replies().forEach(reply -> replies.put(reply.revision(), reply.reply()));
        var bytes = ByteBuffer.wrap(packed.entries());
        while (bytes.hasRemaining()) {
            var key = new CommandKey(bytes.getLong(), bytes.getLong(), bytes.getLong());
            var revision = bytes.getLong();
            recent.remember(key, revision, replies.get(revision));
        }
        return recent;
    }

    /** See {@link #pack}. */
    record Packed(byte[] entries, List<Reply> replies) {}

    /** The reply of the command whose last event has this revision. */
    record Reply(long revision, Object reply) {}
}
