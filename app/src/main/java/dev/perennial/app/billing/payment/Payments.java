package dev.perennial.app.billing.payment;

import dev.perennial.app.Chore;
import dev.perennial.app.Platform;
import dev.perennial.app.billing.BillingSettings;
import dev.perennial.app.billing.simulator.SimulatorProcess;
import dev.perennial.persistence.billing.DueBilling;
import dev.perennial.persistence.billing.DueBilling.DuePayment;
import dev.perennial.persistence.billing.PaymentDesk;
import dev.perennial.persistence.billing.PaymentProcess;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.vault.SharedSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Making payments, on this node: the desk that asks the provider, and what sends payments to it. */
public final class Payments {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 200;

    private final Platform platform;
    private final Optional<PaymentDesk> desk;
    private final CallbackSignature signature;

    private Payments(Platform platform, Optional<PaymentDesk> desk, CallbackSignature signature) {
        this.platform = platform;
        this.desk = desk;
        this.signature = signature;
    }

    /** Without a provider payments wait. */
    public static Payments of(Platform platform) {
        var data = platform.settings().data();
        var settings = platform.settings().billing();
        var provider = settings.provider();
        var secret =
                settings.webhookSecret().orElseGet(() -> SharedSecret.inFile(data.resolve("payment-callbacks.key")));
        provider.filter(BillingSettings.Provider::simulated)
                .ifPresent(simulated -> SimulatorProcess.keepRunning(simulated.url(), ledger(data), secret));
        return new Payments(
                platform,
                provider.map(real -> new PaymentDesk(
                        platform.entities(),
                        new HttpPaymentProvider(real),
                        real.patience(),
                        real.atOnce(),
                        platform.clock())),
                new CallbackSignature(secret));
    }

    private static Path ledger(Path data) {
        return data.resolve("payment-simulator.jsonl");
    }

    /** Proves callbacks. */
    public CallbackSignature signature() {
        return signature;
    }

    public List<Projection> reactions() {
        return new PaymentProcess(platform.entities(), due -> desk.ifPresent(open -> open.wake(due))).reactions();
    }

    /** Sees to payments whose time has come: those that were left half-way, and those that nobody had a place for. */
    public Optional<Chore> chore() {
        var due = new DueBilling(platform.database().projection());
        return desk.map(open -> new Chore("payments", EVERY, () -> {
            var now = platform.clock().instant();
            var payments = due.payments(now, MOST_AT_ONCE);
            open.serveAll(payments.stream().map(DuePayment::due).toList());
            return payments.isEmpty()
                    ? Chore.Due.NOTHING
                    : new Chore.Due(
                            payments.size(),
                            Duration.between(payments.getFirst().since(), now));
        }));
    }
}
