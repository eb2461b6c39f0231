package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.EarlierUsage;
import dev.perennial.domain.billing.Entitlements;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.meter.MeterDecider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Usage that is still taken down when its period was priced. The charges that follow price what has come meanwhile, until
 * nothing can come any more. One that is given up has priced nothing.
 */
final class LateUsage {

    /** How long after a period its usage may come: the longest grace of a meter, and what clocks may differ by. */
    static final Duration OPEN_FOR = MeterDecider.MAX_GRACE.plusHours(1);

    private LateUsage() {}

    /** What a charge of the currency that is made now prices again. */
    static List<EarlierUsage> now(List<EarlierUsage> usage, Currency currency, Instant now) {
        return usage.stream()
                .filter(it -> !it.closed() && currency(it).equals(currency))
                .map(it -> new EarlierUsage(
                        it.due(), it.charges(), !closedAt(it.due()).isAfter(now)))
                .toList();
    }

    /** With what the charge prices. What it closes stays until the next one, as this one may be given up. */
    static List<EarlierUsage> afterCharge(List<EarlierUsage> usage, Charge charge) {
        var all = new ArrayList<EarlierUsage>();
        for (var known : usage) {
            if (!known.closed()) {
                all.add(charge.earlier().stream()
                        .filter(it -> it.due().equals(known.due()))
                        .findFirst()
                        .map(it -> priced(it, charge.id()))
                        .orElse(known));
            }
        }
        charge.usage().forEach(due -> all.add(new EarlierUsage(due, List.of(charge.id()), false)));
        return all;
    }

    /** What it alone had priced is not priced: whatever is charged instead names it anew. */
    static List<EarlierUsage> without(List<EarlierUsage> usage, ChargeId charge) {
        return usage.stream()
                .map(it -> it.charges().contains(charge) ? without(it, charge) : it)
                .filter(it -> !it.charges().isEmpty())
                .toList();
    }

    /** When the last of a subscription that has ended is priced; empty when nothing is left. */
    static Optional<Instant> dueAt(List<EarlierUsage> usage) {
        return open(usage).map(LateUsage::closedAt).max(Instant::compareTo);
    }

    /** What is priced then, one charge for each currency. */
    static Optional<Charge> last(Book book, Instant now) {
        return open(book.usage()).findFirst().map(due -> {
            var none = Money.zero(due.terms().price().currency());
            return new Charge(
                    book.next(),
                    Charge.Kind.FINAL,
                    due.period(),
                    List.of(),
                    none,
                    none,
                    List.of(),
                    now(book.usage(), none.currency(), now));
        });
    }

    /**
     * What the latest terms that have ended allowed, while usage of theirs may still be taken down.
     *
     * @param version the revision of the entity
     */
    static Optional<Entitlements> entitled(List<EarlierUsage> usage, long version) {
        return open(usage).filter(UsageDue::last).reduce((_, latest) -> latest).map(due -> {
            var terms = due.terms();
            return new Entitlements(
                    version, due.plan(), due.billing(), terms.seats(), terms.features(), terms.quotas());
        });
    }

    /** The times of terms that have ended and of which usage may still be taken down. */
    static List<Period> terms(List<EarlierUsage> usage) {
        return open(usage)
                .filter(UsageDue::last)
                .map(due -> new Period(
                        due.since().isBefore(due.period().start())
                                ? due.since()
                                : due.period().start(),
                        due.period().end()))
                .toList();
    }

    private static Stream<UsageDue> open(List<EarlierUsage> usage) {
        return usage.stream().filter(it -> !it.closed()).map(EarlierUsage::due);
    }

    private static Instant closedAt(UsageDue due) {
        return due.period().end().plus(OPEN_FOR);
    }

    private static EarlierUsage priced(EarlierUsage usage, ChargeId charge) {
        var charges = new ArrayList<>(usage.charges());
        charges.add(charge);
        return new EarlierUsage(usage.due(), charges, usage.closed());
    }

    private static EarlierUsage without(EarlierUsage usage, ChargeId charge) {
        return new EarlierUsage(
                usage.due(),
                usage.charges().stream().filter(it -> !it.equals(charge)).toList(),
                false);
    }

    private static Currency currency(EarlierUsage usage) {
        return usage.due().terms().price().currency();
    }
}
