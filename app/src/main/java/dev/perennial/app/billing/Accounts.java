package dev.perennial.app.billing;

import dev.perennial.app.http.Problem;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.query.Remembered;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Entitlements;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.domain.billing.subscription.Subscription;
import dev.perennial.domain.billing.subscription.Subscription.Recordable;
import dev.perennial.domain.billing.usage.Allowance;
import dev.perennial.domain.billing.usage.UsageCommand.RecordUsage;
import dev.perennial.domain.billing.usage.UsageEvent;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Finds the account that usage belongs to and what it goes by: the meter of the catalogue and the tenant's entitlements,
 * each remembered on every node for {@link #STALENESS}. An account never goes back to older entitlements than it met, so
 * that a node which is behind grants nothing that a newer plan forbids, once any node knew of it.
 */
final class Accounts {

    /** How long a node may not notice that a meter or a subscription changed. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private static final int MOST_TENANTS = 20_000;
    private static final int MOST_METERS = 2_000;

    private final Remembered<MeterKey, Meter> meters;
    private final Remembered<TenantId, Standing> standings;

    /**
     * @param id whose account
     * @param subject who used it where the account is all of the tenant's; else empty
     */
    record Account(UsageId id, String subject, Allowance allowance) {

        EntityId entity() {
            return id.entity();
        }
    }

    /** What a tenant may use now, and what of the past may be taken down. */
    private record Standing(Optional<Entitlements> now, Optional<Recordable> past) {

        static Standing of(Versioned<Subscription> read) {
            return new Standing(
                    read.state().entitlements(read.revision()), read.state().recordable(read.revision()));
        }
    }

    /** An account for what has happened; see {@link RecordUsage} for the rest. */
    record Past(Account account, Optional<Instant> since, List<Period> before) {

        RecordUsage record(List<UsageEvent.Entry> entries) {
            return new RecordUsage(entries, account.allowance(), since, before);
        }
    }

    Accounts(Entities entities) {
        meters = new Remembered<>(
                "meters",
                MOST_METERS,
                STALENESS,
                meter -> entities.read(BillingEntities.METER, TenantId.SYSTEM, meter.entity())
                        .thenApply(Versioned::state));
        standings = new Remembered<>(
                "entitlements",
                MOST_TENANTS,
                STALENESS,
                tenant -> entities.read(BillingEntities.SUBSCRIPTION, tenant, new EntityId(tenant.value()))
                        .thenApply(Standing::of));
    }

    /** Fails with a {@link ProblemException} where there is no such meter or the tenant's plan has no quota for it. */
    CompletionStage<Account> find(TenantId tenant, MeterKey meter, Optional<SubjectId> subject) {
        return meters.get(meter)
                .thenCombine(
                        standings.get(tenant),
                        (known, standing) -> account(meter, subject, defined(known), standing.now()));
    }

    /** The same for usage that has happened: what was used before a subscription ended may still come. */
    CompletionStage<Past> findPast(TenantId tenant, MeterKey meter, Optional<SubjectId> subject) {
        return meters.get(meter).thenCombine(standings.get(tenant), (known, standing) -> {
            var past = standing.past();
            var account = account(meter, subject, defined(known), past.map(Recordable::entitled));
            return new Past(
                    account,
                    past.flatMap(Recordable::since),
                    past.map(Recordable::before).orElse(List.of()));
        });
    }

    private static Account account(
            MeterKey meter, Optional<SubjectId> subject, Meter.Defined defined, Optional<Entitlements> entitlements) {
        var entitled = entitlements.orElseThrow(() ->
                refused(Rejection.unpaid("subscription.none", "The tenant has no subscription that entitles it.")));
        var quota = entitled.quota(meter)
                .orElseThrow(() ->
                        refused(Rejection.forbidden("meter.not-entitled", "The plan has no quota for the meter.")));
        var allowance = new Allowance(
                quota.limit(),
                quota.cycle(entitled.billing()),
                defined.aggregation(),
                defined.grace(),
                entitled.version());
        return switch (quota.scope()) {
            case TENANT ->
                new Account(
                        new UsageId(meter, Optional.empty()),
                        subject.map(SubjectId::value).orElse(""),
                        allowance);
            case SUBJECT -> {
                if (subject.isEmpty()) {
                    throw subjectMissing();
                }
                yield new Account(new UsageId(meter, subject), "", allowance);
            }
        };
    }

    static ProblemException subjectMissing() {
        return refused(Rejection.invalid(
                "usage.subject-missing", "Each subject has a quota of this meter for itself: name the subject."));
    }

    private static Meter.Defined defined(Meter meter) {
        return switch (meter) {
            case Meter.Defined defined -> defined;
            case Meter.Absent _ -> throw refused(Rejection.notFound("meter.not-found", "There is no such meter."));
            case Meter.Retired _ -> throw refused(Rejection.gone("meter.retired", "The meter is retired."));
        };
    }

    private static ProblemException refused(Rejection why) {
        return Problem.of(why).exception();
    }
}
