package dev.perennial.domain.billing.usage;

import static dev.perennial.domain.kernel.Decision.reject;
import static dev.perennial.domain.kernel.Decision.reply;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.usage.Usage.Absent;
import dev.perennial.domain.billing.usage.Usage.Account;
import dev.perennial.domain.billing.usage.Usage.Reservation;
import dev.perennial.domain.billing.usage.UsageCommand.CommitReservation;
import dev.perennial.domain.billing.usage.UsageCommand.ConsumeUnits;
import dev.perennial.domain.billing.usage.UsageCommand.RecordUsage;
import dev.perennial.domain.billing.usage.UsageCommand.ReleaseReservation;
import dev.perennial.domain.billing.usage.UsageCommand.ReserveUnits;
import dev.perennial.domain.billing.usage.UsageEvent.AllowanceChanged;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationCommitted;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationExpired;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationReleased;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsConsumed;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsReserved;
import dev.perennial.domain.billing.usage.UsageEvent.UsageRecorded;
import dev.perennial.domain.billing.usage.UsageReply.Reserved;
import dev.perennial.domain.billing.usage.UsageReply.Standing;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules of an account. To check a quota and to use it are one decision, so no number of callers can use more than a
 * hard limit allows.
 */
public final class UsageDecider implements Decider<Usage, UsageCommand, UsageEvent, UsageReply> {

    /** Of one command. */
    public static final long MAX_UNITS = 1_000_000_000_000L;

    /** Of one period. */
    public static final long MAX_USED = 1_000_000_000_000_000_000L;

    public static final int MAX_ENTRIES = 1_000;

    /** How many entries at least an account recognises when they come again. */
    public static final int REMEMBERED_ENTRIES = 16_384;

    /** Different values of a period. */
    public static final int MAX_VALUES = 10_000;

    public static final int MAX_RESERVATIONS = 1_000;
    public static final Duration MAX_RESERVATION = Duration.ofDays(1);

    @Override
    public Usage initial() {
        return new Absent();
    }

    @Override
    public Decision<UsageEvent, UsageReply> decide(Usage state, UsageCommand command, Context context) {
        var now = context.now();
        return switch (command) {
            case ConsumeUnits consume -> consume(known(state, consume.allowance(), now), consume, now);
            case RecordUsage usage -> Recording.decide(known(state, usage.allowance(), now), usage, now);
            case ReserveUnits reserve -> reserve(known(state, reserve.allowance(), now), reserve, now);
            case CommitReservation commit ->
                switch (state) {
                    case Absent _ -> noReservation();
                    case Account account -> commit(account, commit, now);
                };
            case ReleaseReservation release ->
                switch (state) {
                    case Absent _ -> noReservation();
                    case Account account -> release(account, release, now);
                };
        };
    }

    /** An account as it is decided on, and the events that lead to it. */
    record Known(Account account, List<UsageEvent> events) {

        List<UsageEvent> and(UsageEvent event) {
            if (events.isEmpty()) {
                return List.of(event);
            }
            var all = new ArrayList<>(events);
            all.add(event);
            return all;
        }

        List<UsageEvent> expired(Instant now) {
            return account.reservations().stream()
                    .filter(reservation -> reservation.isExpired(now))
                    .<UsageEvent>map(reservation -> new ReservationExpired(reservation.id()))
                    .toList();
        }
    }

    private static Known known(Usage state, Allowance allowance, Instant now) {
        return switch (state) {
            case Absent _ -> new Known(Account.of(allowance), List.of(new AllowanceChanged(allowance, now)));
            case Account account ->
                allowance.version() > account.allowance().version()
                        ? new Known(account.with(allowance, now), List.of(new AllowanceChanged(allowance, now)))
                        : new Known(account, List.of());
        };
    }

    private static Decision<UsageEvent, UsageReply> consume(Known known, ConsumeUnits consume, Instant now) {
        var account = known.account();
        var period = account.period(now);
        return switch (room(account, period, consume.units(), now)) {
            case Room.Refused(var rejection) -> reject(rejection);
            case Room.Granted(long counted, long used) ->
                reply(
                        new Standing(
                                used,
                                account.reserved(period, now),
                                account.allowance().limit(),
                                period.end()),
                        known.and(new UnitsConsumed(consume.subject(), counted, now)));
        };
    }

    private static Decision<UsageEvent, UsageReply> reserve(Known known, ReserveUnits reserve, Instant now) {
        var account = known.account();
        var period = account.period(now);
        var open = account.reservation(reserve.reservation());
        if (open.isPresent()) {
            return reply(new Reserved(standing(account, period, now), open.get().expiresAt()), List.of());
        }
        if (!reserve.life().isPositive() || reserve.life().compareTo(MAX_RESERVATION) > 0) {
            return reject(Rejection.invalid("usage.invalid-expiry", "A reservation is for up to a day."));
        }
        var expired = known.expired(now);
        if (account.reservations().size() - expired.size() >= MAX_RESERVATIONS) {
            return reject(Rejection.exhausted(
                    "usage.too-many-reservations", "There may be " + MAX_RESERVATIONS + " open reservations."));
        }
        if (account.allowance().aggregation() != Aggregation.SUM) {
            return reject(
                    Rejection.invalid("usage.not-reservable", "Only units of a meter that adds up can be reserved."));
        }
        return switch (room(account, period, reserve.units(), now)) {
            case Room.Refused(var rejection) -> reject(rejection);
            case Room.Granted _ -> {
                var expiresAt = now.plus(reserve.life());
                var events = new ArrayList<>(known.events());
                events.addAll(expired);
                events.add(
                        new UnitsReserved(reserve.reservation(), reserve.subject(), reserve.units(), now, expiresAt));
                var standing = new Standing(
                        account.used(period),
                        account.reserved(period, now) + reserve.units(),
                        account.allowance().limit(),
                        period.end());
                yield reply(new Reserved(standing, expiresAt), events);
            }
        };
    }

    private static Decision<UsageEvent, UsageReply> commit(Account account, CommitReservation commit, Instant now) {
        var reservation = account.reservation(commit.reservation());
        if (reservation.isEmpty() || reservation.get().isExpired(now)) {
            return noReservation();
        }
        var reserved = reservation.get();
        if (commit.units() < 1 || commit.units() > reserved.units()) {
            return reject(Rejection.invalid(
                    "usage.beyond-reservation", "Commit 1 to " + reserved.units() + " units, or release it."));
        }
        var period = account.period(reserved.at());
        var left = account.without(reserved.id());
        return reply(
                new Standing(
                        account.used(period) + commit.units(),
                        left.reserved(period, now),
                        account.allowance().limit(),
                        period.end()),
                List.of(new ReservationCommitted(reserved.id(), reserved.subject(), commit.units(), reserved.at())));
    }

    private static Decision<UsageEvent, UsageReply> release(Account account, ReleaseReservation release, Instant now) {
        var reservation = account.reservation(release.reservation());
        if (reservation.isEmpty()) {
            return noReservation();
        }
        var left = account.without(release.reservation());
        return reply(standing(left, left.period(now), now), List.of(new ReservationReleased(release.reservation())));
    }

    private sealed interface Room {
        record Granted(long counted, long used) implements Room {}

        record Refused(Rejection rejection) implements Room {}
    }

    private static Room room(Account account, Period period, long units, Instant now) {
        if (units < 1 || units > MAX_UNITS) {
            return new Room.Refused(
                    Rejection.invalid("usage.invalid-units", "Use 1 to " + MAX_UNITS + " units at a time."));
        }
        var used = account.used(period);
        var reserved = account.reserved(period, now);
        var counted = account.allowance().aggregation() == Aggregation.COUNT ? 1 : units;
        var after = switch (account.allowance().aggregation()) {
            case SUM, COUNT -> used + counted;
            case MAX -> Math.max(used, counted);
            case UNIQUE -> -1;
        };
        if (after < 0) {
            return new Room.Refused(
                    Rejection.invalid("usage.needs-values", "A meter of different values takes usage events only."));
        }
        var limit = account.allowance().limit() instanceof Limit.Hard(long hard) ? hard : MAX_USED;
        return after + reserved > limit
                ? new Room.Refused(exhausted(used, reserved, limit, period, now))
                : new Room.Granted(counted, after);
    }

    private static Rejection exhausted(long used, long reserved, long limit, Period period, Instant now) {
        return new Rejection(
                Rejection.Kind.EXHAUSTED,
                "usage.limit-reached",
                "The limit of the period does not leave so much.",
                Map.of(
                        "limit",
                        Long.toString(limit),
                        "used",
                        Long.toString(used),
                        "reserved",
                        Long.toString(reserved),
                        "remaining",
                        Long.toString(Math.max(0, limit - used - reserved)),
                        "resetsAt",
                        period.end().toString(),
                        Rejection.RETRY_AFTER,
                        Long.toString(secondsUntil(period.end(), now))));
    }

    /** Rounded up, so that waiting is enough. */
    private static long secondsUntil(Instant time, Instant now) {
        return Math.min(
                Integer.MAX_VALUE,
                Duration.between(now, time).plusNanos(999_999_999).toSeconds());
    }

    /** How an account stands for someone who goes by the allowance. */
    public static Standing standing(Usage state, Allowance allowance, Instant now) {
        var account = known(state, allowance, now).account();
        return standing(account, account.period(now), now);
    }

    /** Whether so many units could be used by someone who goes by the allowance. */
    public static boolean hasRoom(Usage state, Allowance allowance, long units, Instant now) {
        var account = known(state, allowance, now).account();
        return room(account, account.period(now), units, now) instanceof Room.Granted;
    }

    private static Standing standing(Account account, Period period, Instant now) {
        return new Standing(
                account.used(period),
                account.reserved(period, now),
                account.allowance().limit(),
                period.end());
    }

    private static Decision<UsageEvent, UsageReply> noReservation() {
        return reject(Rejection.notFound(
                "usage.no-reservation", "There is no such reservation, or not any more: it expired or was settled."));
    }

    @Override
    public Usage evolve(Usage state, UsageEvent event) {
        return switch (state) {
            case Absent _ -> event instanceof AllowanceChanged(var allowance, var _) ? Account.of(allowance) : state;
            case Account account ->
                switch (event) {
                    case AllowanceChanged(var allowance, var at) -> account.with(allowance, at);
                    case UnitsConsumed(var _, var units, var at) -> account.counted(at, units, 0);
                    case UsageRecorded(var entries) -> account.recorded(entries);
                    case UnitsReserved(var id, var subject, var units, var at, var expiresAt) ->
                        account.reserving(new Reservation(id, subject, units, at, expiresAt));
                    case ReservationCommitted(var id, var _, var units, var at) ->
                        account.without(id).counted(at, units, 0);
                    case ReservationReleased(var id) -> account.without(id);
                    case ReservationExpired(var id) -> account.without(id);
                };
        };
    }
}
