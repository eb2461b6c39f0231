package dev.perennial.app.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.Platform;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.wallet.Balance;
import dev.perennial.domain.billing.wallet.GrantId;
import dev.perennial.domain.billing.wallet.HoldId;
import dev.perennial.domain.billing.wallet.TopUpPolicy;
import dev.perennial.domain.billing.wallet.TopUpTerms;
import dev.perennial.domain.billing.wallet.WalletCommand;
import dev.perennial.domain.billing.wallet.WalletCommand.CaptureHold;
import dev.perennial.domain.billing.wallet.WalletCommand.ConfigureTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConsumeCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.CreateWallet;
import dev.perennial.domain.billing.wallet.WalletCommand.GrantCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.HoldCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.ReleaseHold;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.persistence.shell.Outcome;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What one does with a wallet. */
final class WalletRoutes implements Routes {

    static final String WALLET = "wallet";
    private static final String HOLD = "hold";

    private final Commands commands;

    WalletRoutes(Platform platform) {
        this.commands = platform.commands();
    }

    private record NewWallet(String name) {}

    private record NewGrant(
            long amount,
            @Nullable Integer priority,
            @Nullable OffsetDateTime expiresAt,
            @Nullable String reason) {}

    private record Consumption(long amount, @Nullable String reason) {}

    private record NewHold(
            long amount, int expiresInSeconds, @Nullable String reason) {}

    private record Capture(long amount) {}

    private record Policy(
            long threshold,
            long amount,
            MoneyInput price,
            @Nullable Integer priority,
            @Nullable Integer expiresAfterDays,
            int mostPerDay) {}

    /** @param grant what came in, and {@code hold} what was set aside; each null but for its own operation */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record After(
            String id,
            long revision,
            long available,
            long held,
            @Nullable String grant,
            @Nullable String hold) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "createWallet",
                call -> send(call, new CreateWallet(call.body(NewWallet.class).name())),
                "grantCredits",
                this::grant,
                "consumeCredits",
                this::consume,
                "holdCredits",
                this::hold,
                "captureHold",
                call -> send(
                        call,
                        new CaptureHold(holdOf(call), call.body(Capture.class).amount())),
                "releaseHold",
                call -> send(call, new ReleaseHold(holdOf(call))),
                "configureTopUp",
                this::configureTopUp,
                "turnOffTopUp",
                call -> send(call, new ConfigureTopUp(new TopUpPolicy.Off())));
    }

    /** The id follows from the idempotency key: a repetition grants nothing more. */
    private CompletionStage<Reply> grant(Call call) {
        var body = call.body(NewGrant.class);
        var id = commands.identity(call).newId("g").value();
        var expiry = body.expiresAt() == null
                ? new Expiry.Never()
                : new Expiry.At(body.expiresAt().toInstant());
        var command = new GrantCredits(
                new GrantId(id), body.amount(), orZero(body.priority()), expiry, orEmpty(body.reason()));
        return send(call, 201, command, id, null);
    }

    private CompletionStage<Reply> consume(Call call) {
        var body = call.body(Consumption.class);
        return send(call, new ConsumeCredits(body.amount(), orEmpty(body.reason())));
    }

    private CompletionStage<Reply> hold(Call call) {
        var body = call.body(NewHold.class);
        var id = commands.identity(call).newId("h").value();
        var lifetime = Duration.ofSeconds(body.expiresInSeconds());
        return send(
                call, 201, new HoldCredits(new HoldId(id), body.amount(), lifetime, orEmpty(body.reason())), null, id);
    }

    private CompletionStage<Reply> configureTopUp(Call call) {
        var body = call.body(Policy.class);
        var terms = new TopUpTerms(
                body.amount(), body.price().money("/price"), orZero(body.priority()), orZero(body.expiresAfterDays()));
        return send(call, new ConfigureTopUp(new TopUpPolicy.Below(body.threshold(), terms, body.mostPerDay())));
    }

    private CompletionStage<Reply> send(Call call, WalletCommand command) {
        return send(call, 200, command, null, null);
    }

    private CompletionStage<Reply> send(
            Call call, int status, WalletCommand command, @Nullable String grant, @Nullable String hold) {
        var id = call.id(WALLET);
        return commands.send(
                call,
                BillingEntities.WALLET,
                call.tenant(),
                id,
                command,
                done -> Answers.committed(
                        status,
                        BillingEntities.WALLET,
                        call.tenant(),
                        id,
                        done.revision(),
                        after(id.value(), done, grant, hold)));
    }

    private static After after(
            String id, Outcome.Committed<Balance> done, @Nullable String grant, @Nullable String hold) {
        var balance = done.reply();
        return new After(id, done.revision(), balance.available(), balance.held(), grant, hold);
    }

    private static HoldId holdOf(Call call) {
        return new HoldId(call.id(HOLD).value());
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
