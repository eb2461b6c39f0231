package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.wallet.Wallet;
import dev.perennial.domain.billing.wallet.WalletCommand;
import dev.perennial.domain.billing.wallet.WalletCommand.SettleWallet;
import dev.perennial.persistence.projection.StateView;

/** Wallets in lists, and when something in one is due. */
public final class WalletViews {

    /** What expires in a wallet nobody uses expires by these. */
    public static final Timers<WalletCommand> TIMERS =
            new Timers<>(BillingEntities.WALLET, "wallets", new SettleWallet());

    private WalletViews() {}

    static StateView<Wallet> wallets() {
        return StateView.of(BillingEntities.WALLET, "wallets")
                .column("name", row -> open(row.state()).name())
                .column("available", row -> open(row.state()).balance().available())
                .column("held", row -> open(row.state()).balance().held())
                .column("due_at", row -> open(row.state()).dueAt().orElse(null));
    }

    private static Wallet.Open open(Wallet wallet) {
        return switch (wallet) {
            case Wallet.Absent _ -> throw new IllegalStateException("an entity with a row has an event");
            case Wallet.Open open -> open;
        };
    }
}
