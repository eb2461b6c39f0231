package dev.perennial.app.billing;

import static dev.perennial.app.query.Lists.filter;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.Platform;
import dev.perennial.app.billing.payment.CallbackSignature;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.payment.Payment;
import dev.perennial.domain.billing.payment.PaymentCommand;
import dev.perennial.domain.billing.payment.PaymentCommand.ConfirmCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.DeclineCharge;
import dev.perennial.domain.billing.payment.Purpose;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Texts;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.InvoiceQueries;
import dev.perennial.persistence.billing.InvoiceQueries.PaymentRow;
import dev.perennial.persistence.billing.PaymentDesk;
import dev.perennial.persistence.billing.PaymentStatus;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.Page;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Payments, and what the provider tells of them. */
final class PaymentRoutes implements Routes {

    private static final String PAYMENT = "payment";
    private static final int MAX_REASON = 200;

    /** A provider may say more than we need. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Told(
            String key, String id, String status, @Nullable String reason) {}

    private record RefundView(String id, Money amount, String reason, String status) {}

    /** @param kept what was charged and neither was nor is to be given back */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record View(
            String id,
            long revision,
            String status,
            Money amount,
            Money kept,
            @Nullable String invoice,
            @Nullable String wallet,
            @Nullable String reference,
            @Nullable String reason,
            List<RefundView> refunds) {

        View {
            refunds = List.copyOf(refunds);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Item(
            String id,
            long revision,
            String status,
            Money amount,
            Money kept,
            @Nullable String invoice,
            @Nullable String wallet,
            Instant createdAt) {}

    private final Platform platform;
    private final CallbackSignature signature;
    private final InvoiceQueries queries;

    PaymentRoutes(Platform platform, CallbackSignature signature) {
        this.platform = platform;
        this.signature = signature;
        this.queries = new InvoiceQueries(platform.queries());
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "tellPayment",
                this::tell,
                "getPayment",
                platform.reads().of(BillingEntities.PAYMENT, PAYMENT, PaymentRoutes::look),
                "getPaymentHistory",
                platform.histories().of(BillingEntities.PAYMENT, PAYMENT),
                "listPayments",
                platform.lists(BillingViews.MODULE).of(this::page, PaymentRoutes::item));
    }

    /** What it says has an effect once, and none where nothing waits for it: so it may be told twice and late. */
    private CompletionStage<Reply> tell(Call call) {
        var signed = Optional.ofNullable(call.head().webhookSignature());
        if (signed.filter(text -> signature.verifies(
                        text, call.rawBody(), platform.clock().instant()))
                .isEmpty()) {
            throw Problems.UNAUTHENTICATED.exception("the signature is missing, wrong or too old");
        }
        var told = call.body(Told.class);
        var due = PaymentDesk.named(told.key())
                .orElseThrow(() -> Problems.NO_SUCH_ENTITY.exception("no payment of ours has such a key"));
        PaymentCommand command = told.status().equals("succeeded")
                ? new ConfirmCharge(told.id())
                : new DeclineCharge(
                        told.reason() != null && Texts.isLine(told.reason(), MAX_REASON) ? told.reason() : "declined");
        return platform.entities()
                .send(
                        BillingEntities.PAYMENT,
                        due.tenant(),
                        due.payment().entity(),
                        command,
                        CommandMeta.by(Caller.process("payment-provider")))
                .thenApply(PaymentRoutes::taken);
    }

    private static Reply taken(Outcome<?> outcome) {
        var _ = Commands.committed(outcome);
        return Reply.empty(204);
    }

    private static Optional<View> look(Call call, EntityId id, Versioned<Payment> read) {
        return read.state() instanceof Payment.Known known
                ? Optional.of(view(id, read.revision(), known))
                : Optional.empty();
    }

    private static View view(EntityId id, long revision, Payment.Known payment) {
        var amount = payment.order().amount();
        var succeeded = payment instanceof Payment.Succeeded it ? Optional.of(it) : Optional.<Payment.Succeeded>empty();
        return new View(
                id.value(),
                revision,
                Optional.ofNullable(PaymentStatus.of(payment)).map(Reply::label).orElseThrow(),
                amount,
                new Money(succeeded.map(Payment.Succeeded::kept).orElse(0L), amount.currency()),
                payment.order().purpose() instanceof Purpose.ForInvoice(var invoice) ? invoice.value() : null,
                payment.order().purpose() instanceof Purpose.ForTopUp topUp
                        ? topUp.wallet().value()
                        : null,
                succeeded.map(Payment.Succeeded::reference).orElse(null),
                reason(payment),
                succeeded.stream()
                        .flatMap(it -> it.refunds().stream())
                        .map(refund -> new RefundView(
                                refund.id(),
                                new Money(refund.minor(), amount.currency()),
                                refund.reason(),
                                refund.reference().isPresent() ? "made" : "due"))
                        .toList());
    }

    private static @Nullable String reason(Payment.Known payment) {
        return switch (payment) {
            case Payment.Declined declined -> declined.reason();
            case Payment.CalledOff calledOff -> calledOff.reason();
            case Payment.Charging charging ->
                charging.unwanted().map(Payment.Unwanted::reason).orElse(null);
            case Payment.Requested _, Payment.Succeeded _ -> null;
        };
    }

    private Page<PaymentRow> page(Call call, Optional<Cursor> after, int limit) {
        return queries.payments(
                call.tenant(),
                filter(call, "status", status -> PaymentStatus.valueOf(status.replace('-', '_'))),
                call.query("invoice"),
                after,
                limit);
    }

    private static Item item(PaymentRow row) {
        return new Item(
                row.id(),
                row.revision(),
                Reply.label(row.status()),
                row.amount(),
                new Money(row.kept(), row.amount().currency()),
                row.invoice().orElse(null),
                row.wallet().orElse(null),
                row.createdAt());
    }
}
