package dev.perennial.domain.billing.wallet;

import java.util.List;

/** Credits of one grant. */
public record Part(GrantId grant, long amount) {

    static long sum(List<Part> parts) {
        var sum = 0L;
        for (var part : parts) {
            sum += part.amount();
        }
        return sum;
    }
}
