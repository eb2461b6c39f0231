package dev.perennial.app.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.Invoice.Content;
import dev.perennial.domain.billing.invoice.Invoice.Credit;
import dev.perennial.domain.billing.invoice.Invoice.Document;
import dev.perennial.domain.kernel.EntityId;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvoicePageTest {

    private static final String HOSTILE = "</td><script>alert(\"1\")</script>&amp;'";
    private static final Instant DAY = Instant.parse("2026-11-21T12:00:00Z");

    private static String page(String currency, String text, String reason) {
        var total = new Money(123_456, Currency.getInstance(currency));
        var content = new Content(
                List.of(new InvoiceLine(text, 3, 41_152, 1, 123_456), new InvoiceLine("Calls", 10, 5, 1_000, 0)),
                total,
                Optional.empty(),
                Optional.empty(),
                List.of());
        var document = new Document(7, DAY, content, List.of(new Credit(1, 456, reason)));
        var shape = InvoiceShape.of(new EntityId("i_7"), 9, new Invoice.Paid(document, Optional.empty(), DAY));
        return InvoicePage.page("acme", shape.orElseThrow());
    }

    @Test
    void nothingOnItIsMoreThanText() {
        var page = page("EUR", HOSTILE, HOSTILE);
        assertThat(page).doesNotContain("<script").doesNotContain("alert(\"1\")");
        assertThat(page)
                .containsIgnoringWhitespaces(
                        "<td>&lt;/td&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;</td>");
    }

    @Test
    void amountsHaveTheDecimalsOfTheirCurrency() {
        assertThat(page("EUR", "Seats", "An outage"))
                .contains("Invoice 7", ">411.52<", ">1234.56 EUR<", "−4.56 EUR", ">1230.00 EUR<", "0.05 per 1000");
        assertThat(page("JPY", "Seats", "An outage")).contains(">41152<", ">123456 JPY<");
        assertThat(page("BHD", "Seats", "An outage")).contains(">123.456 BHD<");
    }

    @Test
    void aDraftHasNoNumber() {
        var content = new Content(
                List.of(InvoiceLine.of("Work", 1)),
                new Money(1, Currency.getInstance("EUR")),
                Optional.empty(),
                Optional.empty(),
                List.of());
        var shape = InvoiceShape.of(new EntityId("i_8"), 1, new Invoice.Draft(content));
        assertThat(InvoicePage.page("acme", shape.orElseThrow())).contains("Draft invoice", "0.01 EUR");
    }
}
