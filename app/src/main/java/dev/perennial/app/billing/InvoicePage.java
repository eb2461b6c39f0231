package dev.perennial.app.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.app.http.Reply;
import dev.perennial.app.security.Sha256;
import dev.perennial.domain.billing.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Currency;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An invoice as a page to print or keep. Whatever stands on it is text: nothing in it can act. */
final class InvoicePage {

    private static final String STYLE = """
            :root { color: #1d2330; font: 15px/1.5 system-ui, sans-serif; background: #f3f4f6; }
            body { max-width: 50rem; margin: 2rem auto; padding: 3rem; background: #fff; border-radius: .5rem;
                   box-shadow: 0 1px 4px #0002; }
            header { display: flex; justify-content: space-between; align-items: start; gap: 2rem; }
            h1 { margin: 0; font-size: 1.8rem; font-weight: 650; letter-spacing: -.01em; }
            .status { padding: .1rem .7rem; border-radius: 1rem; background: #e5e7eb; font-size: .85rem; }
            .status.paid { background: #d1fae5; color: #065f46; }
            .status.open { background: #fef3c7; color: #92400e; }
            .status.void, .status.uncollectible, .status.discarded { background: #fee2e2; color: #991b1b; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; margin: 2rem 0; }
            dt { color: #6b7280; }
            dd { margin: 0; overflow-wrap: anywhere; }
            table { width: 100%; border-collapse: collapse; }
            th { text-align: left; font-weight: 500; color: #6b7280; border-bottom: 2px solid #e5e7eb; }
            th, td { padding: .5rem .4rem; vertical-align: top; overflow-wrap: anywhere; }
            tbody td { border-bottom: 1px solid #f0f1f3; }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            tfoot tr:last-child td { font-size: 1.15rem; font-weight: 650; border-top: 2px solid #1d2330; }
            @media print { :root { background: #fff; } body { margin: 0; padding: 0; box-shadow: none; } }
            """;

    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'; style-src 'sha256-%s'"
            .formatted(Base64.getEncoder().encodeToString(Sha256.of(STYLE).bytes()));

    private InvoicePage() {}

    static Reply of(String tenant, InvoiceShape invoice) {
        return Reply.content(
                        200, "text/html; charset=UTF-8", page(tenant, invoice).getBytes(UTF_8))
                .revision(invoice.revision())
                .header("Content-Security-Policy", POLICY);
    }

    static String page(String tenant, InvoiceShape invoice) {
        var title = invoice.number() == null ? "Draft invoice" : "Invoice " + invoice.number();
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$s</title><style>%2$s</style></head>
                <body>
                <header><h1>%1$s</h1><span class="status %3$s">%3$s</span></header>
                <dl>%4$s</dl>
                <table>
                <thead><tr><th>For</th><th class="number">Quantity</th><th class="number">Price</th>\
                <th class="number">Amount</th></tr></thead>
                <tbody>
                %5$s
                </tbody>
                <tfoot>
                %6$s
                </tfoot>
                </table>
                </body>
                </html>
                """.formatted(title, STYLE, invoice.status(), facts(tenant, invoice), lines(invoice), sums(invoice));
    }

    private static String facts(String tenant, InvoiceShape invoice) {
        var facts = new StringBuilder();
        fact(facts, "For", tenant);
        fact(facts, "Reference", invoice.id());
        fact(facts, "Date", day(invoice.issuedAt()));
        if (invoice.period() != null) {
            fact(
                    facts,
                    "Period",
                    day(invoice.period().start()) + " to "
                            + day(invoice.period().end()));
        }
        fact(facts, "Paid", day(invoice.paidAt()));
        fact(facts, "Payment", invoice.payment());
        fact(facts, "Note", invoice.reason());
        return facts.toString();
    }

    private static void fact(StringBuilder facts, String name, @Nullable String value) {
        if (value != null) {
            facts.append("<dt>%s</dt><dd>%s</dd>".formatted(name, escaped(value)));
        }
    }

    private static String lines(InvoiceShape invoice) {
        var currency = invoice.total().currency();
        return invoice.lines().stream()
                .map(line -> row(
                        escaped(line.text()),
                        Long.toString(line.quantity()),
                        line.per() == 1
                                ? decimal(line.minor(), currency)
                                : "%s per %d".formatted(decimal(line.minor(), currency), line.per()),
                        decimal(line.amount(), currency)))
                .collect(Collectors.joining("\n"));
    }

    private static String sums(InvoiceShape invoice) {
        var sums = new StringBuilder(row("Total", "", "", amount(invoice.total())));
        for (var credit : invoice.credits()) {
            sums.append('\n')
                    .append(row(
                            "Credit note %d: %s".formatted(credit.number(), escaped(credit.reason())),
                            "",
                            "",
                            "−" + amount(credit.amount())));
        }
        if (!invoice.credits().isEmpty()) {
            sums.append('\n').append(row("Total after credits", "", "", amount(invoice.due())));
        }
        return sums.toString();
    }

    private static String row(String what, String quantity, String price, String amount) {
        return "<tr><td>%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>"
                .formatted(what, quantity, price, amount);
    }

    private static String amount(Money money) {
        return decimal(money.minor(), money.currency()) + " " + money.currency().getCurrencyCode();
    }

    private static String decimal(long minor, Currency currency) {
        return BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits()))
                .toPlainString();
    }

    private static @Nullable String day(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** As text between tags: no character of it begins anything. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
