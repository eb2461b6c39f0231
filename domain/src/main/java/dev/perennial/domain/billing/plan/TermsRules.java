package dev.perennial.domain.billing.plan;

import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Tier;
import dev.perennial.domain.kernel.Rejection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the terms of a plan may say, so that nothing that follows from them leaves the bounds of an amount. */
public final class TermsRules {

    public static final int MAX_TRIAL_DAYS = 365;

    /** In minor units: all seats together cost a tenth of what an amount may be. */
    public static final long MAX_SEAT_PRICE = 1_000_000_000L;

    public static final int MAX_FEATURES = 100;
    public static final int MAX_QUOTAS = 50;
    public static final int MAX_TIERS = 20;

    /** The most units that a limit, an included amount or the end of a tier may name. */
    public static final long MAX_UNITS = 1_000_000_000_000_000L;

    /** The most units for which a tier may name one price. */
    public static final long MAX_PER = 1_000_000_000L;

    private static final Pattern FEATURE = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    private TermsRules() {}

    /** The same terms in the order that they are kept in: features and meters by their names. */
    public static PlanTerms ordered(PlanTerms terms) {
        return new PlanTerms(
                terms.price(),
                terms.interval(),
                terms.trialDays(),
                terms.seats(),
                terms.seatPrice(),
                terms.features().stream().sorted().toList(),
                terms.quotas().stream()
                        .sorted(Comparator.comparing(quota -> quota.meter().value()))
                        .toList());
    }

    /** Why the terms are refused, if they are. */
    public static Optional<Rejection> refuse(PlanTerms terms) {
        return first(List.of(money(terms), rhythm(terms), seats(terms), features(terms), quotas(terms)));
    }

    private static Optional<Rejection> money(PlanTerms terms) {
        if (terms.price().currency().getDefaultFractionDigits() < 0) {
            return invalid("currency-unfit", "The currency has no minor unit: it is none to pay with.");
        }
        if (!terms.price().isPrice()) {
            return invalid("price-invalid", "A price is 0 to %d minor units.".formatted(Money.MAX_MINOR));
        }
        if (!terms.seatPrice().currency().equals(terms.price().currency())) {
            return invalid("currencies-differ", "The price and that of a seat are in one currency.");
        }
        return within(terms.seatPrice().minor(), 0, MAX_SEAT_PRICE)
                ? Optional.empty()
                : invalid(
                        "seat-price-invalid", "The price of a seat is 0 to %d minor units.".formatted(MAX_SEAT_PRICE));
    }

    private static Optional<Rejection> rhythm(PlanTerms terms) {
        if (terms.interval() == Cycle.Unit.HOUR) {
            return invalid("interval-too-short", "A billing period is at least a day.");
        }
        return within(terms.trialDays(), 0, MAX_TRIAL_DAYS)
                ? Optional.empty()
                : invalid("trial-invalid", "A trial lasts 0 to %d days.".formatted(MAX_TRIAL_DAYS));
    }

    private static Optional<Rejection> seats(PlanTerms terms) {
        return within(terms.seats(), 0, PlanTerms.MAX_SEATS)
                ? Optional.empty()
                : invalid("seats-invalid", "A price includes 0 to %d seats.".formatted(PlanTerms.MAX_SEATS));
    }

    private static Optional<Rejection> features(PlanTerms terms) {
        var features = terms.features();
        if (features.size() > MAX_FEATURES) {
            return invalid("features-too-many", "A plan has at most %d features.".formatted(MAX_FEATURES));
        }
        if (!features.stream().allMatch(feature -> FEATURE.matcher(feature).matches())) {
            return invalid(
                    "feature-invalid", "A feature is a lower-case letter and up to 63 of a-z, 0-9, '.', '_' and '-'.");
        }
        return features.size() == new HashSet<>(features).size()
                ? Optional.empty()
                : invalid("feature-repeated", "A feature is named once.");
    }

    private static Optional<Rejection> quotas(PlanTerms terms) {
        var quotas = terms.quotas();
        if (quotas.size() > MAX_QUOTAS) {
            return invalid("quotas-too-many", "A plan has at most %d quotas.".formatted(MAX_QUOTAS));
        }
        if (quotas.stream().map(Quota::meter).distinct().count() < quotas.size()) {
            return invalid("quota-repeated", "A meter has one quota.");
        }
        return first(quotas.stream().map(TermsRules::quota).toList());
    }

    private static Optional<Rejection> quota(Quota quota) {
        var most = switch (quota.limit()) {
            case Limit.None _ -> MAX_UNITS;
            case Limit.Soft(var units) -> units;
            case Limit.Hard(var units) -> units;
        };
        if (!within(most, 0, MAX_UNITS)) {
            return invalid("limit-invalid", "A limit is 0 to %d units.".formatted(MAX_UNITS));
        }
        var included = quota.limit() instanceof Limit.Hard ? most : MAX_UNITS;
        return within(quota.included(), 0, included)
                ? tiers(quota.overage())
                : invalid(
                        "included-invalid",
                        "What is included is 0 to %d units, and not above a hard limit.".formatted(MAX_UNITS));
    }

    private static Optional<Rejection> tiers(List<Tier> tiers) {
        if (tiers.size() > MAX_TIERS) {
            return invalid("tiers-too-many", "Overage has at most %d tiers.".formatted(MAX_TIERS));
        }
        var before = 0L;
        for (var tier : tiers) {
            var last = tier == tiers.getLast();
            if (tier.upTo() <= before || last != (tier.upTo() == Tier.ENDLESS) || !last && tier.upTo() > MAX_UNITS) {
                return invalid(
                        "tiers-unordered",
                        "Each tier ends above the one before, at most at %d units; the last one has no end."
                                .formatted(MAX_UNITS));
            }
            if (!within(tier.minor(), 0, Money.MAX_MINOR) || !within(tier.per(), 1, MAX_PER)) {
                return invalid(
                        "tier-price-invalid",
                        "A tier costs 0 to %d minor units for each 1 to %d units.".formatted(Money.MAX_MINOR, MAX_PER));
            }
            before = tier.upTo();
        }
        return Optional.empty();
    }

    private static Optional<Rejection> first(List<Optional<Rejection>> refusals) {
        return refusals.stream().flatMap(Optional::stream).findFirst();
    }

    private static boolean within(long value, long least, long most) {
        return value >= least && value <= most;
    }

    private static Optional<Rejection> invalid(String code, String detail) {
        return Optional.of(Rejection.invalid("plan." + code, detail));
    }
}
