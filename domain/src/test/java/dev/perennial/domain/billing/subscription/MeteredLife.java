package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.BilledUsage;
import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.PricedUsage;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Advance;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.usage.Allowance;
import dev.perennial.domain.billing.usage.Usage;
import dev.perennial.domain.billing.usage.UsageCommand.RecordUsage;
import dev.perennial.domain.billing.usage.UsageDecider;
import dev.perennial.domain.billing.usage.UsageEvent;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A subscription's life with its account of usage: each charge is invoiced at once, from what is known then. */
final class MeteredLife {

    private final Random random;
    private final Aggregation aggregation;
    private final Duration grace;
    private final Life life = new Life();
    private final UsageDecider decider = new UsageDecider();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<ChargeId, PricedUsage> invoices = new HashMap<>();
    private Usage account = decider.initial();
    private long version;
    private @Nullable Cycle told;

    MeteredLife(Random random, Aggregation aggregation, Duration grace) {
        this.random = random;
        this.aggregation = aggregation;
        this.grace = grace;
    }

    Subscription state() {
        return life.state();
    }

    void accepted(Instant now, SubscriptionCommand command) {
        life.accepted(now, command);
        settle(now);
    }

    Optional<Rejection> tried(Instant now, SubscriptionCommand command) {
        var refusal = life.tried(now, command);
        settle(now);
        return refusal;
    }

    /** All that is due; what is asked for is paid, but for some renewals. */
    void settle(Instant now) {
        do {
            invoice();
            open().ifPresent(charge -> {
                var fails = charge.kind() == Charge.Kind.RENEWAL && random.nextInt(3) == 0;
                life.tried(now, new SettleCharge(charge.id(), life.attempt(), fails ? Outcome.FAILED : Outcome.PAID));
            });
            invoice();
            version++;
        } while (!life.accepted(now, new Advance()).isEmpty());
        invoice();
        tell(now);
    }

    /** What was priced by charges that were not given up. */
    List<UsageDue> priced() {
        return wanted().stream().flatMap(charge -> charge.usage().stream()).toList();
    }

    /** The lines of usage on their invoices. */
    List<InvoiceLine> lines() {
        return wanted().stream()
                .flatMap(charge -> invoiced(charge.id()).lines().stream())
                .toList();
    }

    private PricedUsage invoiced(ChargeId charge) {
        return Objects.requireNonNull(invoices.get(charge));
    }

    long recorded() {
        return entries.stream().mapToLong(Entry::units).sum();
    }

    private List<Charge> wanted() {
        return life.charges().stream()
                .filter(charge -> !life.abandoned().contains(charge.id()))
                .toList();
    }

    @Override
    public String toString() {
        return "%s, grace %s, %d entries, %s".formatted(aggregation, grace, entries.size(), life.charges());
    }

    private Optional<Charge> open() {
        return life.running().flatMap(Running::open).filter(OpenCharge::asked).map(OpenCharge::charge);
    }

    private void invoice() {
        for (var charge : life.charges()) {
            if (!invoices.containsKey(charge.id())) {
                invoices.put(charge.id(), PricedUsage.of(charge, this::counted, this::billed));
            }
        }
    }

    /** One that has no lines is not written. */
    private Optional<List<BilledUsage>> billed(ChargeId charge) {
        return Optional.of(invoiced(charge)).filter(it -> !it.lines().isEmpty()).map(PricedUsage::billed);
    }

    private List<Long> counted(UsageDue due, Quota quota) {
        if (quota.reset() != Quota.Reset.BILLING) {
            return used(due, quota);
        }
        return switch (account) {
            case Usage.Absent _ -> List.of();
            case Usage.Account known -> List.of(known.usedSince(due.period().start()));
        };
    }

    /** What was used of it, as far as it is known now, from the single entries. */
    List<Long> used(UsageDue due, Quota quota) {
        var range = quota.reset() == Quota.Reset.BILLING ? due.period() : due.hours(quota);
        var totals = new TreeMap<Instant, Long>();
        for (var entry : entries) {
            if (range.contains(entry.at())) {
                totals.merge(
                        quota.cycle(due.billing()).at(entry.at()).start(),
                        entry.units(),
                        aggregation == Aggregation.MAX ? Math::max : Math::addExact);
            }
        }
        return List.copyOf(totals.values());
    }

    /** Each account hears of all terms that there are, by some usage. */
    private void tell(Instant now) {
        life.state()
                .recordable(version)
                .filter(by -> by.since().isPresent() && !by.entitled().billing().equals(told))
                .ifPresent(by -> {
                    told = by.entitled().billing();
                    record(now, now, by);
                });
    }

    /** Reports something that was used lately, while it was paid for; some of it comes too late. */
    void record(Instant now) {
        var at = now.minus(Duration.ofMinutes(random.nextInt(1 + 2 * (int) grace.toMinutes())));
        if (life.isBought(at)) {
            life.state().recordable(version).ifPresent(recordable -> record(now, at, recordable));
        }
    }

    private void record(Instant now, Instant at, Subscription.Recordable by) {
        var entitled = by.entitled();
        var quota = entitled.quotas().getFirst();
        var allowance =
                new Allowance(quota.limit(), quota.cycle(entitled.billing()), aggregation, grace, entitled.version());
        var value = random.nextInt(150);
        var entry = new Entry(random.nextLong(), "", 1 + random.nextInt(150), value, at);
        var context = new Context(new TenantId("acme"), new EntityId("calls"), now, Caller.operator("op"));
        var command = new RecordUsage(List.of(entry), allowance, by.since(), by.before());
        if (decider.decide(account, command, context) instanceof Decision.Accepted<UsageEvent, ?>(var events, var _)) {
            for (var event : events) {
                account = decider.evolve(account, event);
                if (event instanceof UsageEvent.UsageRecorded(var taken)) {
                    entries.addAll(taken);
                }
            }
        }
    }
}
