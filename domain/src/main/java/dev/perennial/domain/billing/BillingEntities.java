package dev.perennial.domain.billing;

import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand;
import dev.perennial.domain.billing.invoice.InvoiceDecider;
import dev.perennial.domain.billing.invoice.InvoiceDraftedV1;
import dev.perennial.domain.billing.invoice.InvoiceEvent;
import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.domain.billing.meter.MeterCommand;
import dev.perennial.domain.billing.meter.MeterDecider;
import dev.perennial.domain.billing.meter.MeterEvent;
import dev.perennial.domain.billing.numbering.Numbering;
import dev.perennial.domain.billing.numbering.NumberingCommand;
import dev.perennial.domain.billing.numbering.NumberingDecider;
import dev.perennial.domain.billing.numbering.NumberingEvent;
import dev.perennial.domain.billing.numbering.NumberingReply;
import dev.perennial.domain.billing.payment.Payment;
import dev.perennial.domain.billing.payment.PaymentCommand;
import dev.perennial.domain.billing.payment.PaymentDecider;
import dev.perennial.domain.billing.payment.PaymentEvent;
import dev.perennial.domain.billing.plan.Plan;
import dev.perennial.domain.billing.plan.PlanCommand;
import dev.perennial.domain.billing.plan.PlanDecider;
import dev.perennial.domain.billing.plan.PlanEvent;
import dev.perennial.domain.billing.subscription.ChargeDueV1;
import dev.perennial.domain.billing.subscription.Subscription;
import dev.perennial.domain.billing.subscription.SubscriptionCommand;
import dev.perennial.domain.billing.subscription.SubscriptionDecider;
import dev.perennial.domain.billing.subscription.SubscriptionEvent;
import dev.perennial.domain.billing.usage.Usage;
import dev.perennial.domain.billing.usage.UsageCommand;
import dev.perennial.domain.billing.usage.UsageDecider;
import dev.perennial.domain.billing.usage.UsageEvent;
import dev.perennial.domain.billing.usage.UsageReply;
import dev.perennial.domain.billing.wallet.Balance;
import dev.perennial.domain.billing.wallet.Wallet;
import dev.perennial.domain.billing.wallet.WalletCommand;
import dev.perennial.domain.billing.wallet.WalletDecider;
import dev.perennial.domain.billing.wallet.WalletEvent;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityType;
import java.util.List;

/** The entities of billing. Whatever is to hold for every entity finds them here. */
public final class BillingEntities {

    /** Of the catalogue, which is the installation's: its tenant is {@code TenantId.SYSTEM}. */
    public static final EntityType<Meter, MeterCommand, MeterEvent, Done> METER =
            EntityType.of("billing.meter", new MeterDecider(), Meter.class, MeterCommand.class, MeterEvent.class);

    /** See {@link UsageId} for its local id. */
    public static final EntityType<Usage, UsageCommand, UsageEvent, UsageReply> USAGE = new EntityType<>(
            "billing.usage",
            new UsageDecider(),
            Usage.class,
            UsageCommand.class,
            UsageEvent.class,
            UsageReply.class,
            List.of());

    public static final EntityType<Invoice, InvoiceCommand, InvoiceEvent, Done> INVOICE = EntityType.of(
                    "billing.invoice", new InvoiceDecider(), Invoice.class, InvoiceCommand.class, InvoiceEvent.class)
            .superseding(List.of(InvoiceDraftedV1.class));

    /** Its local id is the tenant's own id. */
    public static final EntityType<Numbering, NumberingCommand, NumberingEvent, NumberingReply> NUMBERING =
            new EntityType<>(
                    "billing.numbering",
                    new NumberingDecider(),
                    Numbering.class,
                    NumberingCommand.class,
                    NumberingEvent.class,
                    NumberingReply.class,
                    List.of());

    public static final EntityType<Payment, PaymentCommand, PaymentEvent, Done> PAYMENT = EntityType.of(
            "billing.payment", new PaymentDecider(), Payment.class, PaymentCommand.class, PaymentEvent.class);

    /** Of the catalogue, as meters are. Its local id is a {@link PlanKey}. */
    public static final EntityType<Plan, PlanCommand, PlanEvent, PlanRef> PLAN = new EntityType<>(
            "billing.plan",
            new PlanDecider(),
            Plan.class,
            PlanCommand.class,
            PlanEvent.class,
            PlanRef.class,
            List.of());

    /** Its local id is the tenant's own id. */
    public static final EntityType<Subscription, SubscriptionCommand, SubscriptionEvent, Done> SUBSCRIPTION =
            EntityType.of(
                            "billing.subscription",
                            new SubscriptionDecider(),
                            Subscription.class,
                            SubscriptionCommand.class,
                            SubscriptionEvent.class)
                    .superseding(List.of(ChargeDueV1.class));

    /** Commands answer with the balance after. */
    public static final EntityType<Wallet, WalletCommand, WalletEvent, Balance> WALLET = new EntityType<>(
            "billing.wallet",
            new WalletDecider(),
            Wallet.class,
            WalletCommand.class,
            WalletEvent.class,
            Balance.class,
            List.of());

    public static final List<EntityType<?, ?, ?, ?>> ALL = List.of(
            METER, //
            USAGE,
            INVOICE,
            NUMBERING,
            PAYMENT,
            PLAN,
            SUBSCRIPTION,
            WALLET);

    private BillingEntities() {}
}
