package dev.perennial.app.billing;

import static dev.perennial.app.http.Flows.await;
import static dev.perennial.app.query.Lists.filter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.Platform;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.Rating;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.Invoice.Collection;
import dev.perennial.domain.billing.invoice.InvoiceCommand;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CollectInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CreditInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.DraftInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.FinaliseInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.VoidInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.WriteOffInvoice;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.InvoiceNumbers;
import dev.perennial.persistence.billing.InvoiceQueries;
import dev.perennial.persistence.billing.InvoiceQueries.InvoiceRow;
import dev.perennial.persistence.billing.InvoiceStatus;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.Page;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invoices. */
final class InvoiceRoutes implements Routes {

    private static final Logger log = LoggerFactory.getLogger(InvoiceRoutes.class);
    private static final String INVOICE = "invoice";

    private record NewLine(String text, long quantity, long minor, long per) {}

    private record NewInvoice(String currency, List<NewLine> lines) {}

    private record Reason(String reason) {}

    private record NewCredit(MoneyInput amount, String reason) {}

    private record Finalised(String id, long revision, long number) {}

    private record Collecting(String id, long revision, String payment) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Item(
            String id,
            long revision,
            String status,
            @Nullable Long number,
            @Nullable Instant issuedAt,
            Money total,
            Money due,
            Instant createdAt) {}

    private final Platform platform;
    private final Commands commands;
    private final InvoiceQueries queries;
    private final InvoiceNumbers numbers;

    InvoiceRoutes(Platform platform) {
        this.platform = platform;
        this.commands = platform.commands();
        this.queries = new InvoiceQueries(platform.queries());
        this.numbers = new InvoiceNumbers(platform.entities());
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.ofEntries(
                Map.entry("draftInvoice", this::draft),
                Map.entry("finaliseInvoice", platform.flows().handler(this::finalise)),
                Map.entry("payInvoice", this::pay),
                Map.entry("voidInvoice", call -> send(call, new VoidInvoice(reason(call)))),
                Map.entry("writeOffInvoice", call -> send(call, new WriteOffInvoice(reason(call)))),
                Map.entry("creditInvoice", this::credit),
                Map.entry(
                        "getInvoice",
                        platform.reads()
                                .of(
                                        BillingEntities.INVOICE,
                                        INVOICE,
                                        (_, id, read) -> InvoiceShape.of(id, read.revision(), read.state()))),
                Map.entry("getInvoiceDocument", platform.flows().handler(this::document)),
                Map.entry("getInvoiceHistory", platform.histories().of(BillingEntities.INVOICE, INVOICE)),
                Map.entry("listInvoices", platform.lists(BillingViews.MODULE).of(this::page, InvoiceRoutes::item)));
    }

    private CompletionStage<Reply> draft(Call call) {
        var body = call.body(NewInvoice.class);
        var lines = body.lines().stream()
                .map(line -> new InvoiceLine(
                        line.text(),
                        line.quantity(),
                        line.minor(),
                        line.per(),
                        Rating.price(line.quantity(), line.minor(), line.per())))
                .toList();
        var id = commands.identity(call).newId("i");
        var command = new DraftInvoice(currency(body.currency()), lines, Optional.empty(), Optional.empty(), List.of());
        return commands.send(
                call,
                BillingEntities.INVOICE,
                call.tenant(),
                id,
                command,
                done -> Answers.done(201, BillingEntities.INVOICE, call.tenant(), id, done));
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw Answers.misfit("/currency", "is no currency of ISO 4217");
        }
    }

    /** The number follows by itself; the caller is spared to ask for it. */
    private Reply finalise(Call call) {
        var id = call.id(INVOICE);
        Commands.committed(await(platform.entities()
                .send(
                        BillingEntities.INVOICE,
                        call.tenant(),
                        id,
                        new FinaliseInvoice(),
                        commands.meta(call, commands.identity(call).key()))));
        try {
            numbers.settle(call.tenant(), new InvoiceId(id.value()));
        } catch (RuntimeException unfinished) {
            log.debug("a number is left to the process", unfinished);
        }
        var read = await(platform.entities().read(BillingEntities.INVOICE, call.tenant(), id));
        if (read.state() instanceof Invoice.Issued issued) {
            var body =
                    new Finalised(id.value(), read.revision(), issued.document().number());
            return Answers.committed(200, BillingEntities.INVOICE, call.tenant(), id, read.revision(), body);
        }
        throw Problems.OUTCOME_UNKNOWN
                .problem("it is finalised and gets its number soon: repeat the request under the same idempotency key")
                .retryAfter(1)
                .exception();
    }

    private CompletionStage<Reply> pay(Call call) {
        var id = call.id(INVOICE);
        var payment = new PaymentId(commands.identity(call).newId("p").value());
        return commands.send(
                call,
                BillingEntities.INVOICE,
                call.tenant(),
                id,
                new CollectInvoice(new Collection(payment, 0)),
                done -> Answers.committed(
                        202,
                        BillingEntities.INVOICE,
                        call.tenant(),
                        id,
                        done.revision(),
                        new Collecting(id.value(), done.revision(), payment.value())));
    }

    private CompletionStage<Reply> credit(Call call) {
        var body = call.body(NewCredit.class);
        return send(call, new CreditInvoice(body.amount().money("/amount"), body.reason()));
    }

    private static String reason(Call call) {
        return call.body(Reason.class).reason();
    }

    private CompletionStage<Reply> send(Call call, InvoiceCommand command) {
        return Answers.send(commands, call, BillingEntities.INVOICE, call.tenant(), call.id(INVOICE), command);
    }

    private Reply document(Call call) {
        EntityId id = call.id(INVOICE);
        var read = await(platform.entities().read(BillingEntities.INVOICE, call.tenant(), id));
        var shape = InvoiceShape.of(id, read.revision(), read.state())
                .orElseThrow(() -> Problems.NO_SUCH_ENTITY.exception("it does not exist"));
        return InvoicePage.of(call.tenant().value(), shape);
    }

    private Page<InvoiceRow> page(Call call, Optional<Cursor> after, int limit) {
        return queries.invoices(call.tenant(), filter(call, "status", InvoiceStatus::valueOf), after, limit);
    }

    private static Item item(InvoiceRow row) {
        return new Item(
                row.id(),
                row.revision(),
                Reply.label(row.status()),
                row.number().orElse(null),
                row.issuedAt().orElse(null),
                row.total(),
                new Money(row.total().minor() - row.credited(), row.total().currency()),
                row.createdAt());
    }
}
