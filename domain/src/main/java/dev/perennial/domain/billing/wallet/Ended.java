package dev.perennial.domain.billing.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a hold that ends, of each part by the grant it came from.
 *
 * @param captured consumed for good
 * @param returned available again
 * @param lapsed lost, because the grant expired meanwhile
 */
public record Ended(List<Part> captured, List<Part> returned, List<Part> lapsed) {

    public Ended {
        captured = List.copyOf(captured);
        returned = List.copyOf(returned);
        lapsed = List.copyOf(lapsed);
    }

    /** The hold ends now, with so much of it captured: first what was taken first. */
    static Ended of(Hold hold, long captured, Grants grants, Instant now) {
        var consumed = new ArrayList<Part>(1);
        var returned = new ArrayList<Part>(1);
        var lapsed = new ArrayList<Part>(0);
        var missing = captured;
        for (var part : hold.parts()) {
            var taken = Math.min(part.amount(), missing);
            missing -= taken;
            add(consumed, part.grant(), taken);
            add(grants.isOver(part.grant(), now) ? lapsed : returned, part.grant(), part.amount() - taken);
        }
        return new Ended(consumed, returned, lapsed);
    }

    private static void add(List<Part> parts, GrantId grant, long amount) {
        if (amount > 0) {
            parts.add(new Part(grant, amount));
        }
    }

    long toAvailable() {
        return Part.sum(returned);
    }

    long fromHeld() {
        return Part.sum(captured) + Part.sum(returned) + Part.sum(lapsed);
    }
}
