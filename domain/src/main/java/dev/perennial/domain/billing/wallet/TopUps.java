package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.billing.wallet.TopUpPolicy.Below;
import dev.perennial.domain.billing.wallet.TopUpPolicy.Off;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpRequested;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wallet's automatic top-ups, of which one at most is under way.
 *
 * @param latest the last one requested; number 0 if there was none
 * @param failed the last ones that failed, newest first, at most {@value #MAX_FAILED}
 * @param day the day in UTC on which the last one was requested
 * @param onDay how many were requested on it
 */
public record TopUps(
        TopUpPolicy policy, Progress progress, TopUpId latest, List<TopUpId> failed, LocalDate day, int onDay) {

    /** How long after a failure the next one may be requested. */
    public static final Duration PAUSE = Duration.ofHours(1);

    static final int MAX_FAILED = 100;
    static final TopUps NONE =
            new TopUps(new Off(), new Progress.Idle(), new TopUpId(0), List.of(), LocalDate.EPOCH, 0);

    public TopUps {
        failed = List.copyOf(failed);
    }

    /** What is under way. */
    public sealed interface Progress {

        record Idle() implements Progress {}

        /** The price is being collected, on the terms of the time when it was requested. */
        record Pending(TopUpId topUp, TopUpTerms terms) implements Progress {}

        /** The last one failed. */
        record Pausing(Instant until) implements Progress {}
    }

    /** The top-up to request, if so little being available demands one and it may be requested now. */
    Optional<TopUpRequested> request(long available, Instant now) {
        return switch (policy) {
            case Below below
            when available < below.threshold() && !notBefore(below).isAfter(now) ->
                Optional.of(new TopUpRequested(latest.next(), below.terms(), dayOf(now)));
            case Below _, Off _ -> Optional.empty();
        };
    }

    /** When a top-up that is wanted may be requested, if it has to wait for the time. */
    Optional<Instant> nextTry(long available) {
        return switch (policy) {
            case Below below
            when available < below.threshold() -> Optional.of(notBefore(below)).filter(Instant.MAX::isAfter);
            case Below _, Off _ -> Optional.empty();
        };
    }

    private Instant notBefore(Below below) {
        var freeDay = onDay < below.mostPerDay() ? day : day.plusDays(1);
        var start = freeDay.atStartOfDay(ZoneOffset.UTC).toInstant();
        return switch (progress) {
            case Progress.Idle _ -> start;
            case Progress.Pausing(var until) -> until.isAfter(start) ? until : start;
            case Progress.Pending _ -> Instant.MAX;
        };
    }

    boolean isPending(TopUpId topUp) {
        return progress instanceof Progress.Pending pending && pending.topUp().equals(topUp);
    }

    TopUps configured(TopUpPolicy next) {
        return new TopUps(next, progress, latest, failed, day, onDay);
    }

    TopUps requested(TopUpRequested request) {
        var count = request.day().equals(day) ? onDay + 1 : 1;
        var pending = new Progress.Pending(request.topUp(), request.terms());
        return new TopUps(policy, pending, request.topUp(), failed, request.day(), count);
    }

    TopUps completed() {
        return new TopUps(policy, new Progress.Idle(), latest, failed, day, onDay);
    }

    TopUps failed(TopUpId topUp, Instant retryAt) {
        var all = new ArrayList<TopUpId>();
        all.add(topUp);
        failed.stream().limit(MAX_FAILED - 1).forEach(all::add);
        return new TopUps(policy, new Progress.Pausing(retryAt), latest, all, day, onDay);
    }

    private static LocalDate dayOf(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
