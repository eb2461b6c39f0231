package dev.perennial.domain.billing.payment;

import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.WalletId;

/** What is paid for. */
public sealed interface Purpose {

    record ForInvoice(InvoiceId invoice) implements Purpose {}

    /** @param topUp which top-up of the wallet */
    record ForTopUp(WalletId wallet, String topUp) implements Purpose {}
}
