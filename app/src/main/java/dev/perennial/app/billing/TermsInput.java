package dev.perennial.app.billing;

import dev.perennial.app.http.Reply;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Tier;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The terms of a plan as clients write and read them. */
record TermsInput(
        MoneyInput price,
        String interval,
        @Nullable Integer trialDays,
        @Nullable Integer seats,
        @Nullable MoneyInput seatPrice,
        @Nullable List<String> features,
        @Nullable List<QuotaInput> quotas) {

    /** @param limit null for none. @param hard whether nothing beyond the limit is allowed */
    record QuotaInput(
            String meter,
            @Nullable String scope,
            String reset,
            @Nullable Long limit,
            @Nullable Boolean hard,
            @Nullable Long included,
            @Nullable List<TierInput> overage) {

        static QuotaInput of(Quota quota) {
            return new QuotaInput(
                    quota.meter().value(),
                    Reply.label(quota.scope()),
                    Reply.label(quota.reset()),
                    units(quota.limit()),
                    quota.limit() instanceof Limit.Hard,
                    quota.included(),
                    quota.overage().stream().map(TierInput::of).toList());
        }

        static @Nullable Long units(Limit limit) {
            return switch (limit) {
                case Limit.None _ -> null;
                case Limit.Soft(var units) -> units;
                case Limit.Hard(var units) -> units;
            };
        }

        Quota quota() {
            return new Quota(
                    new MeterKey(meter),
                    scope == null ? Quota.Scope.TENANT : constant(Quota.Scope.class, scope),
                    constant(Quota.Reset.class, reset),
                    bound(),
                    included == null ? 0 : included,
                    orEmpty(overage).stream().map(TierInput::tier).toList());
        }

        private Limit bound() {
            if (limit == null) {
                return new Limit.None();
            }
            return hard == null || hard ? new Limit.Hard(limit) : new Limit.Soft(limit);
        }
    }

    /** @param upTo null for the last tier, which has no end */
    record TierInput(
            @Nullable Long upTo, long minor, @Nullable Long per) {

        static TierInput of(Tier tier) {
            return new TierInput(tier.upTo() == Tier.ENDLESS ? null : tier.upTo(), tier.minor(), tier.per());
        }

        Tier tier() {
            return new Tier(upTo == null ? Tier.ENDLESS : upTo, minor, per == null ? 1 : per);
        }
    }

    static TermsInput of(PlanTerms terms) {
        return new TermsInput(
                MoneyInput.of(terms.price()),
                Reply.label(terms.interval()),
                terms.trialDays(),
                terms.seats(),
                MoneyInput.of(terms.seatPrice()),
                terms.features(),
                terms.quotas().stream().map(QuotaInput::of).toList());
    }

    /** @param pointer where in the body they are, without a slash at the end */
    PlanTerms terms(String pointer) {
        var money = price.money(pointer + "/price");
        return new PlanTerms(
                money,
                constant(Cycle.Unit.class, interval),
                trialDays == null ? 0 : trialDays,
                seats == null ? 1 : seats,
                seatPrice == null ? Money.zero(money.currency()) : seatPrice.money(pointer + "/seatPrice"),
                orEmpty(features),
                orEmpty(quotas).stream().map(QuotaInput::quota).toList());
    }

    /** The constant that the contract lists under that label. */
    static <E extends Enum<E>> E constant(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
