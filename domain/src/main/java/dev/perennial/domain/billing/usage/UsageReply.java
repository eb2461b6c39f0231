package dev.perennial.domain.billing.usage;

import dev.perennial.domain.billing.Limit;
import java.time.Instant;
import java.util.List;

/** What an account answers. */
public sealed interface UsageReply {

    /**
     * How it stands.
     *
     * @param used in the period that ends at {@code resetsAt}
     * @param reserved beside what is used
     */
    record Standing(long used, long reserved, Limit limit, Instant resetsAt) implements UsageReply {}

    /** Units are kept. */
    record Reserved(Standing standing, Instant expiresAt) implements UsageReply {}

    /**
     * What became of recorded entries, of which those not named were taken.
     *
     * @param duplicates positions of those that had been taken before
     * @param refused positions of those that are too old, or of the future
     */
    record Taken(int accepted, List<Integer> duplicates, List<Integer> refused) implements UsageReply {
        public Taken {
            duplicates = List.copyOf(duplicates);
            refused = List.copyOf(refused);
        }
    }
}
