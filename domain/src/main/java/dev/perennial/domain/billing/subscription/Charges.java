package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.EarlierUsage;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.UsageDue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be paid, and for what. All shares of a price are by the millisecond, rounded half away from zero. */
final class Charges {

    private Charges() {}

    /** A change within a period: what it costs now, or leaves over when {@code net} is negative. */
    record Change(Deal deal, Cycle cycle, Period period, List<ChargeLine> lines, Money net, List<UsageDue> usage) {}

    /** A whole period of the deal, lowered by what is in the tenant's favour. */
    static Charge ofPeriod(
            Charge.Kind kind, Deal deal, Period period, List<UsageDue> usage, List<EarlierUsage> earlier, Book book) {
        var lines = new ArrayList<>(deal.lines(period));
        var none = nothing(deal);
        var favour = book.balance()
                .filter(money -> money.currency().equals(deal.currency()))
                .orElse(none);
        var used = favour.compareTo(deal.price()) < 0 ? favour : deal.price();
        if (!used.isZero()) {
            lines.add(new ChargeLine(ChargeLine.Kind.BALANCE, "From earlier changes", 1, used.negated()));
        }
        return new Charge(book.next(), kind, period, lines, deal.price().minus(used), used, usage, earlier);
    }

    /** Usage alone. */
    static Charge ofUsage(
            Charge.Kind kind, Deal deal, Period period, List<UsageDue> usage, List<EarlierUsage> earlier, Book book) {
        var none = nothing(deal);
        return new Charge(book.next(), kind, period, List.of(), none, none, usage, earlier);
    }

    static Charge of(Change change, Book book) {
        var none = nothing(change.deal());
        return new Charge(
                book.next(),
                Charge.Kind.CHANGE,
                change.period(),
                change.lines(),
                change.net(),
                none,
                change.usage(),
                List.of());
    }

    /**
     * The unused share of what was paid is given back and the same share of the new price asked for. With periods of
     * another length a new one begins at once, for its whole price.
     */
    static Change change(Running running, Deal deal, Instant now) {
        var from = running.deal();
        var period = running.period();
        var length = ChronoUnit.MILLIS.between(period.start(), period.end());
        var left = Math.clamp(ChronoUnit.MILLIS.between(now, period.end()), 0, length);
        var unused = from.price().share(left, Math.max(1, length));
        var sameLength = deal.terms().interval() == from.terms().interval();
        var cycle = sameLength ? running.cycle() : new Cycle(now, deal.terms().interval());
        var next = sameLength ? period : cycle.nth(0);
        var remaining = sameLength ? deal.price().share(left, Math.max(1, length)) : deal.price();
        var lines = List.of(
                new ChargeLine(ChargeLine.Kind.UNUSED, "Unused: " + from.label(period), 1, unused.negated()),
                new ChargeLine(ChargeLine.Kind.REMAINING, deal.label(new Period(now, next.end())), 1, remaining));
        var usage = sameLength ? List.<UsageDue>of() : usage(running, now, !deal.countsLike(from));
        return new Change(deal, cycle, next, lines, remaining.minus(unused), usage);
    }

    /**
     * The usage from the running period's start until then, if it may cost anything. While a charge was open the next
     * periods did not begin, but usage went on.
     *
     * @param last whether other terms follow, or none
     */
    static List<UsageDue> usage(Running running, Instant until, boolean last) {
        var usage = new ArrayList<UsageDue>();
        var deal = running.deal();
        var period = running.period();
        var over = !deal.chargesUsage();
        while (!over) {
            over = !period.end().isBefore(until);
            usage.add(new UsageDue(
                    over ? new Period(period.start(), until) : period,
                    deal.plan(),
                    deal.terms(),
                    running.cycle(),
                    running.since(),
                    over && last));
            period = running.cycle().at(period.end());
        }
        return usage;
    }

    /**
     * What is left to price when it ends: what an unpaid charge was to price, and the running period. A change that has
     * not taken effect was to price a part of that period.
     *
     * @param book without the unpaid charge
     */
    static Optional<Charge> last(Running running, Instant end, Instant now, Book book) {
        var usage = new ArrayList<UsageDue>();
        running.open()
                .filter(_ -> running.ordered().isEmpty())
                .ifPresent(open -> usage.addAll(open.charge().usage()));
        usage.addAll(usage(running, end, true));
        var deal = running.deal();
        var earlier = LateUsage.now(book.usage(), deal.currency(), now);
        return usage.isEmpty() && earlier.isEmpty()
                ? Optional.empty()
                : Optional.of(ofUsage(Charge.Kind.FINAL, deal, running.period(), usage, earlier, book));
    }

    static Money nothing(Deal deal) {
        return Money.zero(deal.currency());
    }
}
