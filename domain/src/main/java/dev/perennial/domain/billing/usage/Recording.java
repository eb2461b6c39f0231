package dev.perennial.domain.billing.usage;

import static dev.perennial.domain.kernel.Decision.reject;
import static dev.perennial.domain.kernel.Decision.reply;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.meter.MeterDecider;
import dev.perennial.domain.billing.usage.Usage.Account;
import dev.perennial.domain.billing.usage.UsageCommand.RecordUsage;
import dev.perennial.domain.billing.usage.UsageDecider.Known;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import dev.perennial.domain.billing.usage.UsageEvent.UsageRecorded;
import dev.perennial.domain.billing.usage.UsageReply.Taken;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes entries down: each once, in the period that it lies in, if that may still change. For one command. */
final class Recording {

    /** How far ahead of ours a client's clock may be. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private final Account account;
    private final RecordUsage command;
    private final Instant now;
    private final Set<Long> keys = new HashSet<>();
    private final Map<Period, Set<Long>> values = new HashMap<>();
    private final List<Entry> taken = new ArrayList<>();
    private final List<Integer> duplicates = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();

    private Recording(Account account, RecordUsage command, Instant now) {
        this.account = account;
        this.command = command;
        this.now = now;
    }

    static Decision<UsageEvent, UsageReply> decide(Known known, RecordUsage command, Instant now) {
        var entries = command.entries();
        if (entries.isEmpty() || entries.size() > UsageDecider.MAX_ENTRIES) {
            return reject(Rejection.invalid(
                    "usage.invalid-batch", "Record 1 to " + UsageDecider.MAX_ENTRIES + " entries at a time."));
        }
        if (entries.stream().anyMatch(entry -> entry.units() < 0 || entry.units() > UsageDecider.MAX_UNITS)) {
            return reject(Rejection.invalid(
                    "usage.invalid-units", "An entry has up to " + UsageDecider.MAX_UNITS + " units."));
        }
        var recording = new Recording(known.account(), command, now);
        for (var i = 0; i < entries.size(); i++) {
            recording.take(i, entries.get(i));
        }
        return recording.decision(known);
    }

    private void take(int position, Entry entry) {
        if (!isOfNow(entry.at())) {
            refused.add(position);
        } else if (account.seen().contains(entry.key()) || !keys.add(entry.key())) {
            duplicates.add(position);
        } else {
            taken.add(counting(entry));
        }
    }

    private boolean isOfNow(Instant at) {
        return !at.isAfter(now.plus(SKEW)) && isOpen(account.period(at).end()) && isBought(at);
    }

    /**
     * Whether it is priced, as far as it costs anything: terms that have ended are priced for so long and no longer, and are
     * not known here any more when no meter's grace reaches them.
     */
    private boolean isBought(Instant at) {
        if (command.since().filter(it -> !at.isBefore(it)).isPresent()) {
            return true;
        }
        var terms =
                command.before().stream().filter(period -> period.contains(at)).findFirst();
        return terms.isPresent()
                ? isOpen(terms.get().end())
                : command.since().isPresent() && at.plus(MeterDecider.MAX_GRACE).isAfter(now);
    }

    private boolean isOpen(Instant end) {
        return end.plus(account.allowance().grace()).isAfter(now);
    }

    private Entry counting(Entry entry) {
        var units = switch (account.allowance().aggregation()) {
            case SUM, MAX -> entry.units();
            case COUNT -> 1;
            case UNIQUE -> isNew(entry) ? 1 : 0;
        };
        return new Entry(entry.key(), entry.subject(), units, entry.value(), entry.at());
    }

    private boolean isNew(Entry entry) {
        var period = account.period(entry.at());
        return !account.tally(period).values().contains(entry.value())
                && values.computeIfAbsent(period, _ -> new HashSet<>()).add(entry.value());
    }

    private Decision<UsageEvent, UsageReply> decision(Known known) {
        if (account.allowance().aggregation() == Aggregation.UNIQUE
                && values.entrySet().stream()
                        .anyMatch(
                                of -> account.used(of.getKey()) + of.getValue().size() > UsageDecider.MAX_VALUES)) {
            return reject(Rejection.exhausted(
                    "usage.too-many-values",
                    "A period has up to " + UsageDecider.MAX_VALUES + " different values of one account."));
        }
        var reply = new Taken(taken.size(), duplicates, refused);
        return taken.isEmpty() ? reply(reply, List.of()) : reply(reply, known.and(new UsageRecorded(taken)));
    }
}
