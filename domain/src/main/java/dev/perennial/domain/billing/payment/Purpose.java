package dev.perennial.domain.billing.payment;

import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.WalletId;

/** What is paid for. */
public sealed interface Purpose {

    record ForInvoice(InvoiceId invoice) implements Purpose {}

    /** @param topUp counts the top-ups of the wallet from 1 */
    record ForTopUp(WalletId wallet, long topUp) implements Purpose {}
}
