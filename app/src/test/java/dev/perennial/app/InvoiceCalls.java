package dev.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import dev.perennial.app.Refusals.Refusal;
import dev.perennial.app.WorkingCalls.Call;
import dev.perennial.app.billing.payment.CallbackSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Calls on invoices and payments that succeed, and those that their states refuse. */
final class InvoiceCalls {

    static final Map<String, Call> ALL = Map.ofEntries(
            entry("draftInvoice", tenant -> call(tenant, "draftInvoice", "none")),
            entry("listInvoices", tenant -> call(tenant, "listInvoices", draft(tenant))),
            entry("getInvoice", tenant -> call(tenant, "getInvoice", draft(tenant))),
            entry("getInvoiceDocument", tenant -> call(tenant, "getInvoiceDocument", finalised(tenant))),
            entry("getInvoiceHistory", tenant -> call(tenant, "getInvoiceHistory", draft(tenant))),
            entry("finaliseInvoice", tenant -> call(tenant, "finaliseInvoice", draft(tenant))),
            entry("payInvoice", tenant -> call(tenant, "payInvoice", finalised(tenant))),
            entry("voidInvoice", tenant -> call(tenant, "voidInvoice", finalised(tenant))),
            entry("writeOffInvoice", tenant -> call(tenant, "writeOffInvoice", finalised(tenant))),
            entry("creditInvoice", tenant -> call(tenant, "creditInvoice", finalised(tenant))),
            entry("listPayments", onPayment("listPayments")),
            entry("getPayment", onPayment("getPayment")),
            entry("getPaymentHistory", onPayment("getPaymentHistory")),
            entry("tellPayment", InvoiceCalls::tell));

    static final List<Refusal> CONFLICTS = List.of(
            new Refusal("finaliseInvoice", 409, "invoice.discarded", tenant -> {
                var invoice = draft(tenant);
                tenant.operator(call(tenant, "voidInvoice", invoice)).expect(200);
                return call(tenant, "finaliseInvoice", invoice);
            }),
            new Refusal("payInvoice", 409, "invoice.draft", tenant -> call(tenant, "payInvoice", draft(tenant))),
            new Refusal("payInvoice", 409, "invoice.being-collected", tenant -> {
                var invoice = finalised(tenant);
                tenant.operator(call(tenant, "payInvoice", invoice)).expect(202);
                return call(tenant, "payInvoice", invoice).with("Idempotency-Key", "another");
            }),
            new Refusal("voidInvoice", 409, "invoice.paid", tenant -> {
                var invoice = finalised(tenant);
                tenant.operator(call(tenant, "creditInvoice", invoice)
                                .json("{\"amount\":{\"minor\":25000,\"currency\":\"EUR\"},\"reason\":\"All\"}"))
                        .expect(200);
                return call(tenant, "voidInvoice", invoice);
            }),
            new Refusal(
                    "writeOffInvoice", 409, "invoice.draft", tenant -> call(tenant, "writeOffInvoice", draft(tenant))),
            new Refusal("creditInvoice", 409, "invoice.draft", tenant -> call(tenant, "creditInvoice", draft(tenant))));

    /** Amounts and texts that no schema refuses. */
    static final List<Refusal> MISFITS = List.of(
            misfit("draftInvoice", "invalid-body", "\"ZZZ\"", "\"Work\"", "1"),
            misfit("draftInvoice", "invoice.line-unsound", "\"EUR\"", "\" two\\nlines\"", "1"),
            misfit("draftInvoice", "invoice.total-negative", "\"EUR\"", "\"Work\"", "-1"),
            misfit("draftInvoice", "invalid-body", "\"EUR\"", "\"Work\"", "1e308"),
            misfit("draftInvoice", "invalid-body", "\"EUR\"", "\"Work\"", "1.5"),
            misfit("draftInvoice", "invalid-body", "\"EUR\"", "\"Work\"", "9223372036854775808"),
            credit("invoice.credit-amount", "25001", "EUR"),
            credit("invoice.credit-amount", "0", "EUR"),
            credit("invoice.currency-mixed", "1", "JPY"),
            credit("invalid-body", "1", "ZZZ"),
            credit("invalid-body", "-1", "EUR"),
            credit("invalid-body", "1e308", "EUR"),
            credit("invalid-body", "0.5", "EUR"),
            credit("invalid-body", "1000000000000001", "EUR"));

    private InvoiceCalls() {}

    private static Refusal misfit(String operation, String code, String currency, String text, String minor) {
        return new Refusal(
                operation,
                422,
                code,
                tenant -> call(tenant, operation, "none").json("""
                        {"currency":%s,"lines":[{"text":%s,"quantity":1,"minor":%s,"per":1}]}""".formatted(currency, text, minor)));
    }

    private static Refusal credit(String code, String minor, String currency) {
        return new Refusal(
                "creditInvoice",
                422,
                code,
                tenant -> call(tenant, "creditInvoice", finalised(tenant))
                        .json("{\"amount\":{\"minor\":%s,\"currency\":\"%s\"},\"reason\":\"An outage\"}"
                                .formatted(minor, currency)));
    }

    private static String draft(TestTenant tenant) {
        return tenant.operator(call(tenant, "draftInvoice", "none")).expect(201).text("/id");
    }

    private static String finalised(TestTenant tenant) {
        var invoice = draft(tenant);
        tenant.operator(call(tenant, "finaliseInvoice", invoice)).expect(200);
        return invoice;
    }

    /** Nobody makes payments on the tests' node, so it waits. */
    private static String payment(TestTenant tenant) {
        var payment = tenant.operator(call(tenant, "payInvoice", finalised(tenant)))
                .expect(202)
                .text("/payment");
        Awaitility.await()
                .until(() -> tenant.operator(Request.of("GET", tenant.path("/payments/" + payment)))
                                .status()
                        == 200);
        return payment;
    }

    private static Call onPayment(String operation) {
        return tenant ->
                WorkingCalls.byOperator(tenant, operation, Map.of("tenant", tenant.id(), "payment", payment(tenant)));
    }

    private static Request tell(TestTenant tenant) {
        var body = "{\"type\":\"charge\",\"key\":\"%s:%s\",\"id\":\"ch_1\",\"status\":\"succeeded\"}"
                .formatted(tenant.id(), payment(tenant));
        var signature = new CallbackSignature(LiveNode.WEBHOOK_SECRET).sign(body.getBytes(UTF_8), Instant.now());
        return Documented.named("tellPayment").request(Map.of()).json(body).with("Webhook-Signature", signature);
    }

    private static Request call(TestTenant tenant, String operation, String invoice) {
        return WorkingCalls.byOperator(tenant, operation, Map.of("tenant", tenant.id(), "invoice", invoice));
    }
}
