package dev.perennial.domain.billing.wallet;

import java.time.Instant;
import java.util.List;

/** An open hold. @param parts which grants it took from, in that order */
public record Hold(HoldId id, Instant expiresAt, List<Part> parts) {

    public Hold {
        parts = List.copyOf(parts);
    }

    public long amount() {
        return Part.sum(parts);
    }
}
