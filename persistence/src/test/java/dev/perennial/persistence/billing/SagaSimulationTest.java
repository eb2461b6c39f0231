package dev.perennial.persistence.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Tier;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.Invoice.Collection;
import dev.perennial.domain.billing.invoice.InvoiceCommand;
import dev.perennial.domain.billing.invoice.InvoiceEvent;
import dev.perennial.domain.billing.numbering.Numbering;
import dev.perennial.domain.billing.payment.Payment;
import dev.perennial.domain.billing.payment.PaymentEvent;
import dev.perennial.domain.billing.payment.Purpose;
import dev.perennial.domain.billing.subscription.Deal;
import dev.perennial.domain.billing.subscription.SubscriptionCommand;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.projection.Pulse;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.StepUnfinishedException;
import dev.perennial.persistence.shell.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Months of subscribing, renewing, paying, voiding and crediting, in which any step may be lost, come twice or much later, and
 * the provider fails as it likes. In the end, when nothing is lost any more, all has to be right.
 */
class SagaSimulationTest {

    private static final int RUNS = 300;
    private static final int STEPS = 250;
    private static final int QUIET_ROUNDS = 3_000;
    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void inTheEndEverythingThatIsPaidWasChargedOnceAndNothingElseIsKept() {
        var seed = System.nanoTime();
        var happened = new TreeSet<String>();
        for (var run = 0; run < RUNS; run++) {
            try {
                var world = new World(new Random(seed + run));
                world.live();
                world.rest();
                world.check();
                happened.addAll(world.entities.happened());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (seed + run), e);
            }
        }
        // Else it would not have been tried.
        assertThat(happened)
                .contains(
                        "InvoicePaid",
                        "InvoiceVoided",
                        "InvoiceCredited",
                        "CollectionFailed",
                        "NumberConfirmed",
                        "NumberReleased",
                        "ChargeMissed",
                        "PaymentDeclined",
                        "PaymentUnwanted",
                        "PaymentCalledOff",
                        "PaymentRefunded",
                        "ChargePaid",
                        "ChargeRetryDue",
                        "ChargeAbandoned");
    }

    private static final class World {

        private final Random random;
        private final FlakyEntities entities;
        private final FlakyProvider provider;
        private final PaymentDesk desk;
        private final InvoiceProcess invoices;
        private final PaymentProcess payments;
        private final List<TenantId> tenants = List.of(new TenantId("acme"), new TenantId("umbra"));
        private int wishes;
        private String lastFailure = "";

        World(Random random) {
            this.random = random;
            this.entities = new FlakyEntities(random, Instant.parse("2026-01-31T10:00:00Z"));
            this.provider = new FlakyProvider(random);
            this.desk = new PaymentDesk(entities, provider, Duration.ofSeconds(5), 1, entities::now);
            var source = new PGSimpleDataSource();
            var freshness = new Freshness(new TenantQueries(source), List.of(), new Pulse());
            this.invoices = new InvoiceProcess(entities, new UsageTotals(entities, source, freshness));
            // Nobody is ever woken at once: the desk comes by when it likes.
            this.payments = new PaymentProcess(entities, _ -> {});
            entities.amidst(this::settleNumbers);
        }

        void live() {
            entities.losing(0.1);
            provider.failing(0.3);
            for (var step = 0; step < STEPS; step++) {
                act();
            }
        }

        /** Nothing is lost any more, and all that is left is brought to its end. */
        void rest() {
            entities.losing(0);
            provider.failing(0);
            var rounds = 0;
            while (!isQuiet()) {
                assertThat(++rounds)
                        .as("rounds without coming to rest: %s", unrest())
                        .isLessThan(QUIET_ROUNDS);
                react(false);
                serve();
                entities.passTo(entities.now().plusSeconds(10));
                tenants.forEach(tenant -> new InvoiceNumbers(entities).settleAll(tenant));
            }
        }

        private boolean isQuiet() {
            return pending() == 0
                    && entities.all(BillingEntities.PAYMENT).values().stream()
                            .allMatch(payment -> payment.due().isEmpty())
                    && entities.all(BillingEntities.NUMBERING).values().stream()
                            .noneMatch(series -> series instanceof Numbering.Series known
                                    && !known.pending().isEmpty());
        }

        private String unrest() {
            return "%s, %s, %s, %s, %s"
                    .formatted(
                            entities.pending(BillingEntities.SUBSCRIPTION).peekFirst(),
                            entities.pending(BillingEntities.INVOICE).peekFirst(),
                            entities.pending(BillingEntities.PAYMENT).peekFirst(),
                            entities.all(BillingEntities.PAYMENT).values().stream()
                                    .filter(payment -> payment.due().isPresent())
                                    .toList(),
                            lastFailure);
        }

        private int pending() {
            return entities.pending(BillingEntities.SUBSCRIPTION).size()
                    + entities.pending(BillingEntities.INVOICE).size()
                    + entities.pending(BillingEntities.PAYMENT).size();
        }

        private void act() {
            switch (random.nextInt(10)) {
                case 0 -> wish();
                case 1 -> pass();
                case 2, 3, 4 -> serve();
                default -> react(true);
            }
        }

        /** What people may want at any time; most of it is refused, which is as well. */
        private void wish() {
            var tenant = tenants.get(random.nextInt(tenants.size()));
            switch (random.nextInt(7)) {
                case 0, 1 -> subscription(tenant, new SubscriptionCommand.Subscribe(deal()));
                case 2 -> subscription(tenant, change(deal()));
                case 3 -> subscription(tenant, new SubscriptionCommand.Cancel(SubscriptionCommand.When.NOW));
                case 4 -> invoice(new InvoiceCommand.VoidInvoice("Changed our mind"));
                case 5 -> invoice(new InvoiceCommand.CreditInvoice(new Money(1 + random.nextInt(4_000), EUR), "Sorry"));
                default ->
                    invoice(new InvoiceCommand.CollectInvoice(new Collection(new PaymentId("now-" + ++wishes), 0)));
            }
        }

        private static SubscriptionCommand change(Deal deal) {
            return new SubscriptionCommand.ChangePlan(
                    deal.plan(), deal.terms(), Optional.empty(), SubscriptionCommand.When.NOW);
        }

        private void pass() {
            var seconds = random.nextInt(3) == 0 ? random.nextInt(40 * 86_400) : random.nextInt(20);
            entities.passTo(entities.now().plusSeconds(seconds));
            tenants.forEach(tenant -> subscription(tenant, new SubscriptionCommand.Advance()));
        }

        private void subscription(TenantId tenant, SubscriptionCommand command) {
            var _ = entities.send(
                    BillingEntities.SUBSCRIPTION,
                    tenant,
                    new EntityId(tenant.value()),
                    command,
                    CommandMeta.by(Caller.operator("op")));
        }

        private void invoice(InvoiceCommand command) {
            var all = new ArrayList<>(entities.all(BillingEntities.INVOICE).keySet());
            if (!all.isEmpty()) {
                var one = all.get(random.nextInt(all.size()));
                var _ = entities.send(
                        BillingEntities.INVOICE,
                        one.tenant(),
                        one.id(),
                        command,
                        CommandMeta.by(Caller.operator("op")));
            }
        }

        private void settleNumbers() {
            var numbers = new InvoiceNumbers(entities);
            for (var invoice : entities.all(BillingEntities.INVOICE).keySet()) {
                attempt(() -> numbers.settle(
                        invoice.tenant(), new InvoiceId(invoice.id().value())));
            }
        }

        private void serve() {
            for (var payment : entities.all(BillingEntities.PAYMENT).keySet()) {
                attempt(() -> desk.serve(due(payment)));
            }
        }

        private static PaymentDesk.Due due(FlakyEntities.Happened payment) {
            return new PaymentDesk.Due(
                    payment.tenant(), new PaymentId(payment.id().value()));
        }

        /** One event of each reaction; what fails comes again, and what went well may come again too. */
        private void react(boolean twice) {
            var steps = Steps.of(entities, "test");
            var subscriptions = entities.pending(BillingEntities.SUBSCRIPTION);
            if (!subscriptions.isEmpty()) {
                var next = subscriptions.getFirst();
                if (attempt(() -> invoices.charged(steps, next.tenant(), next.event())) && !(twice && again())) {
                    subscriptions.removeFirst();
                }
            }
            var changes = entities.pending(BillingEntities.INVOICE);
            if (!changes.isEmpty()) {
                var next = changes.getFirst();
                var id = new InvoiceId(next.id().value());
                if (attempt(() -> invoices.invoiced(steps, next.tenant(), id, (InvoiceEvent) next.event()))
                        && !(twice && again())) {
                    changes.removeFirst();
                }
            }
            var movements = entities.pending(BillingEntities.PAYMENT);
            if (!movements.isEmpty()) {
                var next = movements.getFirst();
                if (attempt(() -> payments.moved(steps, due(next), (PaymentEvent) next.event()))
                        && !(twice && again())) {
                    movements.removeFirst();
                }
            }
        }

        private boolean again() {
            return random.nextInt(5) == 0;
        }

        /** False if it died on the way. */
        private boolean attempt(Runnable work) {
            try {
                work.run();
                return true;
            } catch (StepUnfinishedException | CompletionException lost) {
                lastFailure = lost.toString();
                return false;
            }
        }

        void check() {
            entities.all(BillingEntities.PAYMENT).forEach((key, payment) -> {
                var kept = payment instanceof Payment.Succeeded succeeded ? succeeded.kept() : 0;
                assertThat(ledger(key.tenant(), key.id()))
                        .as("%s: %s", key, payment)
                        .isEqualTo(kept);
            });
            entities.all(BillingEntities.INVOICE).forEach(this::checkInvoice);
            tenants.forEach(this::checkNumbers);
            tenants.forEach(this::checkSubscription);
        }

        /** What was kept of all its payments is what is paid, and nothing if it is not. */
        private void checkInvoice(FlakyEntities.Happened key, Invoice invoice) {
            var kept = entities.all(BillingEntities.PAYMENT).entrySet().stream()
                    .filter(payment -> payment.getKey().tenant().equals(key.tenant()))
                    .filter(payment -> payment.getValue() instanceof Payment.Known known
                            && known.order().purpose() instanceof Purpose.ForInvoice(var paidFor)
                            && paidFor.entity().equals(key.id()))
                    .mapToLong(payment ->
                            ledger(payment.getKey().tenant(), payment.getKey().id()))
                    .sum();
            var owed = invoice instanceof Invoice.Paid paid && paid.payment().isPresent()
                    ? paid.document().due().minor()
                    : 0;
            assertThat(kept).as("%s: %s", key, invoice).isEqualTo(owed);
            assertThat(invoice).isNotInstanceOf(Invoice.Closed.class);
            if (invoice instanceof Invoice.Open open) {
                assertThat(open.collection()).as("%s", key).isEmpty();
            }
        }

        private long ledger(TenantId tenant, EntityId payment) {
            return provider.kept(tenant + ":" + payment);
        }

        private void checkNumbers(TenantId tenant) {
            var numbers = new ArrayList<>(entities.all(BillingEntities.INVOICE).entrySet().stream()
                    .filter(entry -> entry.getKey().tenant().equals(tenant))
                    .flatMap(entry -> entry.getValue() instanceof Invoice.Issued issued
                            ? LongStream.of(issued.document().number()).boxed()
                            : LongStream.empty().boxed())
                    .toList());
            var next = 1L;
            for (var series : entities.all(BillingEntities.NUMBERING).entrySet()) {
                if (series.getKey().tenant().equals(tenant) && series.getValue() instanceof Numbering.Series known) {
                    // The next invoices get them.
                    numbers.addAll(known.free());
                    next = known.next();
                }
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(1, next).boxed().toList());
        }

        /** What the subscription took for paid is paid; of what it gave up nothing is kept. */
        private void checkSubscription(TenantId tenant) {
            var id = new EntityId(tenant.value());
            var events = entities.events(BillingEntities.SUBSCRIPTION, tenant, id);
            var paid = events.stream()
                    .filter(ChargePaid.class::isInstance)
                    .map(event -> ((ChargePaid) event).charge())
                    .toList();
            for (var event : events) {
                if (event instanceof ChargeDue(var charge)) {
                    var invoice = entities.all(BillingEntities.INVOICE)
                            .get(new FlakyEntities.Happened(
                                    tenant, InvoiceProcess.invoice(charge.id()).entity(), ""));
                    if (paid.contains(charge.id()) && !charge.isSettled()) {
                        assertThat(invoice).as("%s", charge).isInstanceOf(Invoice.Paid.class);
                    } else if (charge.kind() != Charge.Kind.FINAL
                            && !charge.isSettled()
                            && invoice instanceof Invoice.Paid given) {
                        assertThat(given.document().due().minor())
                                .as("%s, which the subscription gave up: %s", charge, given)
                                .isZero();
                    }
                }
            }
        }

        private Deal deal() {
            var price = new Money(1_000 * (1 + random.nextInt(3)), EUR);
            var calls = new Quota(
                    new MeterKey("calls"),
                    Quota.Scope.TENANT,
                    Quota.Reset.BILLING,
                    new Limit.None(),
                    10,
                    List.of(new Tier(Tier.ENDLESS, 1, 1)));
            var quotas = random.nextBoolean() ? List.of(calls) : List.<Quota>of();
            var terms = new PlanTerms(price, Cycle.Unit.MONTH, 14, 1, new Money(500, EUR), List.of(), quotas);
            return new Deal(new PlanRef(new PlanKey("plan"), 1 + random.nextInt(3)), terms, 1);
        }
    }
}
