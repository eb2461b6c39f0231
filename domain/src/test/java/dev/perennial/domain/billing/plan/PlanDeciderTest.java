package dev.perennial.domain.billing.plan;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Tier;
import dev.perennial.domain.billing.plan.PlanCommand.PublishPlan;
import dev.perennial.domain.billing.plan.PlanCommand.RetirePlan;
import dev.perennial.domain.billing.plan.PlanEvent.PlanPublished;
import dev.perennial.domain.billing.plan.PlanEvent.PlanRetired;
import dev.perennial.domain.kernel.Given;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlanDeciderTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final PlanTerms BASIC = terms(eur(1999), Cycle.Unit.MONTH, 14, 3, eur(500));
    private static final PlanTerms DEARER = terms(eur(2999), Cycle.Unit.MONTH, 14, 3, eur(500));

    /** Terms that are refused, each with the code of the refusal. */
    record Refused(String code, PlanTerms terms) {}

    static final List<Refused> REFUSED = List.of(
            new Refused("plan.price-invalid", price(eur(-1))),
            new Refused("plan.price-invalid", price(eur(Money.MAX_MINOR + 1))),
            new Refused("plan.price-invalid", price(eur(Long.MAX_VALUE))),
            new Refused("plan.currency-unfit", terms(gold(), Cycle.Unit.MONTH, 0, 1, gold())),
            new Refused(
                    "plan.currencies-differ",
                    terms(eur(1), Cycle.Unit.MONTH, 0, 1, new Money(0, Currency.getInstance("USD")))),
            new Refused("plan.seat-price-invalid", terms(eur(1), Cycle.Unit.MONTH, 0, 1, eur(-1))),
            new Refused("plan.seat-price-invalid", terms(eur(1), Cycle.Unit.MONTH, 0, 1, eur(1_000_000_001))),
            new Refused("plan.interval-too-short", terms(eur(1), Cycle.Unit.HOUR, 0, 1, eur(0))),
            new Refused("plan.trial-invalid", terms(eur(1), Cycle.Unit.MONTH, -1, 1, eur(0))),
            new Refused("plan.trial-invalid", terms(eur(1), Cycle.Unit.MONTH, 366, 1, eur(0))),
            new Refused("plan.seats-invalid", terms(eur(1), Cycle.Unit.MONTH, 0, -1, eur(0))),
            new Refused("plan.seats-invalid", terms(eur(1), Cycle.Unit.MONTH, 0, 100_001, eur(0))),
            new Refused("plan.feature-invalid", features("SSO")),
            new Refused("plan.feature-invalid", features("")),
            new Refused("plan.feature-invalid", features("x".repeat(65))),
            new Refused("plan.feature-repeated", features("sso", "sso")),
            new Refused(
                    "plan.features-too-many",
                    features(
                            IntStream.rangeClosed(0, 100).mapToObj(i -> "f" + i).toArray(String[]::new))),
            new Refused("plan.quota-repeated", quotas(quota("calls", 1), quota("calls", 2))),
            new Refused(
                    "plan.quotas-too-many",
                    quotas(IntStream.rangeClosed(0, 50)
                            .mapToObj(i -> quota("m" + i, 1))
                            .toArray(Quota[]::new))),
            new Refused("plan.limit-invalid", quotas(quota("calls", -1))),
            new Refused("plan.limit-invalid", quotas(quota("calls", TermsRules.MAX_UNITS + 1))),
            new Refused("plan.limit-invalid", quotas(quota(new Limit.Soft(-1), 0))),
            new Refused("plan.included-invalid", quotas(quota(new Limit.Hard(10), 11))),
            new Refused("plan.included-invalid", quotas(quota(new Limit.None(), -1))),
            new Refused("plan.included-invalid", quotas(quota(new Limit.Soft(1), TermsRules.MAX_UNITS + 1))),
            new Refused("plan.tiers-unordered", tiers(new Tier(10, 1, 1))),
            new Refused("plan.tiers-unordered", tiers(new Tier(0, 1, 1), new Tier(Tier.ENDLESS, 1, 1))),
            new Refused(
                    "plan.tiers-unordered",
                    tiers(new Tier(10, 1, 1), new Tier(10, 1, 1), new Tier(Tier.ENDLESS, 1, 1))),
            new Refused("plan.tiers-unordered", tiers(new Tier(Tier.ENDLESS, 1, 1), new Tier(Tier.ENDLESS, 1, 1))),
            new Refused(
                    "plan.tiers-unordered",
                    tiers(new Tier(TermsRules.MAX_UNITS + 1, 1, 1), new Tier(Tier.ENDLESS, 1, 1))),
            new Refused("plan.tier-price-invalid", tiers(new Tier(Tier.ENDLESS, -1, 1))),
            new Refused("plan.tier-price-invalid", tiers(new Tier(Tier.ENDLESS, Money.MAX_MINOR + 1, 1))),
            new Refused("plan.tier-price-invalid", tiers(new Tier(Tier.ENDLESS, 1, 0))),
            new Refused("plan.tier-price-invalid", tiers(new Tier(Tier.ENDLESS, 1, TermsRules.MAX_PER + 1))),
            new Refused(
                    "plan.tiers-too-many",
                    tiers(IntStream.rangeClosed(1, 21)
                            .mapToObj(i -> new Tier(i == 21 ? Tier.ENDLESS : i, 1, 1))
                            .toArray(Tier[]::new))));

    private static Given<Plan, PlanCommand, PlanEvent, PlanRef> plan(PlanEvent... history) {
        return Given.entity(new PlanDecider()).events(history);
    }

    @Test
    void isPublishedVersionByVersion() {
        plan().when(new PublishPlan(BASIC)).then(new PlanPublished(1, BASIC)).replying(version(1));
        plan(new PlanPublished(1, BASIC))
                .when(new PublishPlan(DEARER))
                .then(new PlanPublished(2, DEARER))
                .replying(version(2))
                .leaving(new Plan.Offered(List.of(new Plan.Version(1, BASIC), new Plan.Version(2, DEARER))));
    }

    @Test
    void publishesNoVersionThatSaysTheSame() {
        plan(new PlanPublished(1, BASIC))
                .when(new PublishPlan(BASIC))
                .thenNothing()
                .replying(version(1));
    }

    @Test
    void keepsFeaturesAndQuotasInOrder() {
        var mixed = new PlanTerms(
                eur(1),
                Cycle.Unit.YEAR,
                0,
                1,
                eur(0),
                List.of("sso", "audit"),
                List.of(quota("storage", 5), quota("calls", 9)));
        var ordered = new PlanTerms(
                eur(1),
                Cycle.Unit.YEAR,
                0,
                1,
                eur(0),
                List.of("audit", "sso"),
                List.of(quota("calls", 9), quota("storage", 5)));
        plan().when(new PublishPlan(mixed)).then(new PlanPublished(1, ordered));
        plan(new PlanPublished(1, ordered)).when(new PublishPlan(mixed)).thenNothing();
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void hasTermsThatAreSound(Refused refused) {
        plan().when(new PublishPlan(refused.terms())).thenRejected(INVALID, refused.code());
        plan(new PlanPublished(1, BASIC)).when(new PublishPlan(refused.terms())).thenRejected(INVALID, refused.code());
    }

    @Test
    void goesToTheBoundsOfItsTerms() {
        var most = new PlanTerms(
                eur(Money.MAX_MINOR),
                Cycle.Unit.DAY,
                365,
                100_000,
                eur(1_000_000_000),
                List.of("x".repeat(64)),
                List.of(new Quota(
                        new MeterKey("calls"),
                        Quota.Scope.TENANT,
                        Quota.Reset.BILLING,
                        new Limit.Hard(TermsRules.MAX_UNITS),
                        TermsRules.MAX_UNITS,
                        List.of(
                                new Tier(TermsRules.MAX_UNITS, Money.MAX_MINOR, TermsRules.MAX_PER),
                                new Tier(Tier.ENDLESS, 0, 1)))));
        plan().when(new PublishPlan(most)).then(new PlanPublished(1, most));
    }

    @Test
    void keepsItsLatestHundredVersions() {
        var history = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> new PlanPublished(i, price(eur(i))))
                .toArray(PlanEvent[]::new);
        var state = plan(history).state();
        assertThat(state.known()).hasSize(100);
        assertThat(state.version(1)).isEmpty();
        assertThat(state.version(2)).hasValue(new Plan.Version(2, price(eur(2))));
        assertThat(state.version(0)).hasValue(new Plan.Version(101, price(eur(101))));
        plan(history).when(new PublishPlan(BASIC)).then(new PlanPublished(102, BASIC));
    }

    @Test
    void isRetiredOnceAndForEver() {
        plan().when(new RetirePlan()).thenRejected(NOT_FOUND, "plan.not-found");
        plan(new PlanPublished(1, BASIC))
                .when(new RetirePlan())
                .then(new PlanRetired())
                .leaving(new Plan.Retired(List.of(new Plan.Version(1, BASIC))));
        plan(new PlanPublished(1, BASIC), new PlanRetired())
                .when(new RetirePlan())
                .thenNothing();
        plan(new PlanPublished(1, BASIC), new PlanRetired())
                .when(new PublishPlan(DEARER))
                .thenRejected(CONFLICT, "plan.retired");
    }

    private static PlanRef version(int version) {
        return new PlanRef(new PlanKey("e1"), version);
    }

    private static Money eur(long minor) {
        return new Money(minor, EUR);
    }

    private static Money gold() {
        return new Money(1, Currency.getInstance("XAU"));
    }

    private static PlanTerms terms(Money price, Cycle.Unit interval, int trialDays, int seats, Money seatPrice) {
        return new PlanTerms(price, interval, trialDays, seats, seatPrice, List.of(), List.of());
    }

    private static PlanTerms price(Money price) {
        return terms(price, Cycle.Unit.MONTH, 0, 1, eur(0));
    }

    private static PlanTerms features(String... features) {
        return new PlanTerms(eur(1), Cycle.Unit.MONTH, 0, 1, eur(0), List.of(features), List.of());
    }

    private static PlanTerms quotas(Quota... quotas) {
        return new PlanTerms(eur(1), Cycle.Unit.MONTH, 0, 1, eur(0), List.of(), List.of(quotas));
    }

    private static PlanTerms tiers(Tier... tiers) {
        return quotas(new Quota(
                new MeterKey("calls"), Quota.Scope.TENANT, Quota.Reset.MONTH, new Limit.None(), 0, List.of(tiers)));
    }

    private static Quota quota(String meter, long hard) {
        return new Quota(
                new MeterKey(meter), Quota.Scope.TENANT, Quota.Reset.MONTH, new Limit.Hard(hard), 0, List.of());
    }

    private static Quota quota(Limit limit, long included) {
        return new Quota(new MeterKey("calls"), Quota.Scope.TENANT, Quota.Reset.MONTH, limit, included, List.of());
    }
}
