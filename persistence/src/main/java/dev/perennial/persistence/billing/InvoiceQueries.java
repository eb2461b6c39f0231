package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.ListQuery;
import dev.perennial.persistence.query.Page;
import dev.perennial.persistence.query.TenantQueries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.Optional;

/** The lists of invoices and payments, newest first. Blocks. */
public final class InvoiceQueries {

    private static final ListQuery<InvoiceRow> INVOICES = ListQuery.of(
            "billing.invoices", "status, number, issued_at, currency, total, credited", InvoiceQueries::invoice);
    private static final ListQuery<PaymentRow> PAYMENTS = ListQuery.of(
            "billing.payments", "status, currency, amount, kept, invoice, wallet", InvoiceQueries::payment);

    private final TenantQueries queries;

    public InvoiceQueries(TenantQueries queries) {
        this.queries = queries;
    }

    /** @param number and {@code issuedAt}: once it has them */
    public record InvoiceRow(
            String id,
            long revision,
            InvoiceStatus status,
            Optional<Long> number,
            Optional<Instant> issuedAt,
            Money total,
            long credited,
            Instant createdAt) {}

    /** @param kept what was charged and not given back, in minor units */
    public record PaymentRow(
            String id,
            long revision,
            PaymentStatus status,
            Money amount,
            long kept,
            Optional<String> invoice,
            Optional<String> wallet,
            Instant createdAt) {}

    public Page<InvoiceRow> invoices(
            TenantId tenant, Optional<InvoiceStatus> status, Optional<Cursor> after, int limit) {
        return INVOICES.whereIfPresent("status = ?", status.map(Enum::name)).page(queries, tenant, after, limit);
    }

    public Page<PaymentRow> payments(
            TenantId tenant,
            Optional<PaymentStatus> status,
            Optional<String> invoice,
            Optional<Cursor> after,
            int limit) {
        return PAYMENTS.whereIfPresent("status = ?", status.map(Enum::name))
                .whereIfPresent("invoice = ?", invoice)
                .page(queries, tenant, after, limit);
    }

    private static InvoiceRow invoice(ResultSet row) throws SQLException {
        return new InvoiceRow(
                row.getString("id"),
                row.getLong("revision"),
                InvoiceStatus.valueOf(row.getString("status")),
                Optional.ofNullable(row.getObject("number", Long.class)),
                Optional.ofNullable(row.getObject("issued_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                money(row, "total"),
                row.getLong("credited"),
                ListQuery.instant(row, "created_at"));
    }

    private static PaymentRow payment(ResultSet row) throws SQLException {
        return new PaymentRow(
                row.getString("id"),
                row.getLong("revision"),
                PaymentStatus.valueOf(row.getString("status")),
                money(row, "amount"),
                row.getLong("kept"),
                Optional.ofNullable(row.getString("invoice")),
                Optional.ofNullable(row.getString("wallet")),
                ListQuery.instant(row, "created_at"));
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return new Money(row.getLong(column), Currency.getInstance(row.getString("currency")));
    }
}
