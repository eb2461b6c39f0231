package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.invoice.Invoice;
import org.jspecify.annotations.Nullable;

/** What lists call an invoice's condition. */
public enum InvoiceStatus {
    DRAFT,
    DISCARDED,
    /** Finalised but for its number. */
    CLOSED,
    OPEN,
    PAID,
    VOID,
    UNCOLLECTIBLE;

    public static @Nullable InvoiceStatus of(Invoice invoice) {
        return switch (invoice) {
            case Invoice.Absent _ -> null;
            case Invoice.Draft _ -> DRAFT;
            case Invoice.Discarded _ -> DISCARDED;
            case Invoice.Closed _ -> CLOSED;
            case Invoice.Open _ -> OPEN;
            case Invoice.Paid _ -> PAID;
            case Invoice.Voided _ -> VOID;
            case Invoice.Uncollectible _ -> UNCOLLECTIBLE;
        };
    }
}
