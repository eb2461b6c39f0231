package dev.perennial.domain.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the usage of a charge comes to.
 *
 * @param lines of what is priced for the first time, then of what came late
 * @param billed what is billed by then of each meter in each period, for those who price it again
 */
public record PricedUsage(List<InvoiceLine> lines, List<BilledUsage> billed) {

    public PricedUsage {
        lines = List.copyOf(lines);
        billed = List.copyOf(billed);
    }

    /** Counts. */
    @FunctionalInterface
    public interface Totals {
        /** What was used by now, as {@link Rating.Usage} has it. */
        List<Long> of(UsageDue due, Quota quota);
    }

    /** Knows what was billed. */
    @FunctionalInterface
    public interface Invoices {
        /** What the invoice of the charge says; empty if there was nothing to invoice. */
        Optional<List<BilledUsage>> of(ChargeId charge);
    }

    /** By the terms of each period. Without an effect elsewhere, so it may be done again. */
    public static PricedUsage of(Charge charge, Totals totals, Invoices invoices) {
        var lines = new ArrayList<InvoiceLine>();
        var billed = new ArrayList<BilledUsage>();
        for (var due : charge.usage()) {
            for (var quota : priced(due)) {
                var used = totals.of(due, quota);
                lines.addAll(Rating.lines(quota, used));
                billed.add(new BilledUsage(due.period(), quota.meter(), Rating.units(quota, used)));
            }
        }
        for (var earlier : charge.earlier()) {
            for (var quota : priced(earlier.due())) {
                before(earlier, quota, invoices).ifPresent(before -> {
                    var used = totals.of(earlier.due(), quota);
                    var now = LateRating.now(before, Rating.units(quota, used));
                    LateRating.line(quota, before, now).ifPresent(lines::add);
                    billed.add(now);
                });
            }
        }
        return new PricedUsage(lines, billed);
    }

    private static List<Quota> priced(UsageDue due) {
        return due.terms().quotas().stream()
                .filter(quota -> !quota.overage().isEmpty())
                .toList();
    }

    /**
     * What the latest invoice says that prices it; nothing was billed where there is none. Empty for invoices from before
     * they said so: what came late of these was not billed, and is not billed now.
     */
    private static Optional<BilledUsage> before(EarlierUsage earlier, Quota quota, Invoices invoices) {
        var period = earlier.due().period();
        var invoiced = earlier.charges().stream()
                .map(invoices::of)
                .flatMap(Optional::stream)
                .toList();
        return invoiced.isEmpty()
                ? Optional.of(new BilledUsage(period, quota.meter(), List.of()))
                : invoiced.stream()
                        .flatMap(List::stream)
                        .filter(it -> it.period().equals(period) && it.meter().equals(quota.meter()))
                        .reduce((_, latest) -> latest);
    }
}
