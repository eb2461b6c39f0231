package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.billing.wallet.Wallet.Open;
import dev.perennial.domain.billing.wallet.WalletCommand.CaptureHold;
import dev.perennial.domain.billing.wallet.WalletCommand.CompleteTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConfigureTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConsumeCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.CreateWallet;
import dev.perennial.domain.billing.wallet.WalletCommand.FailTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.GrantCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.HoldCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.ReleaseHold;
import dev.perennial.domain.billing.wallet.WalletCommand.SettleWallet;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What speaks against a command of an open wallet in which nothing is due. */
final class WalletRefusals {

    private static final Duration SHORTEST_HOLD = Duration.ofSeconds(1);
    private static final Duration LONGEST_HOLD = Duration.ofDays(30);

    private WalletRefusals() {}

    static Optional<Rejection> of(Open wallet, WalletCommand command, Instant now) {
        return switch (command) {
            case CreateWallet(var name) ->
                require(
                        name.equals(wallet.name()),
                        () -> Rejection.conflict("wallet.exists", "A wallet with this id exists."));
            case GrantCredits grant -> grant(wallet, grant, now);
            case ConsumeCredits(var amount, var reason) ->
                invalidAmount(amount).or(() -> invalidReason(reason)).or(() -> tooLittle(wallet, amount));
            case HoldCredits hold -> hold(wallet, hold);
            case CaptureHold(var id, var amount) ->
                invalidAmount(amount).or(() -> notHeld(wallet, id)).or(() -> moreThanHeld(wallet, id, amount));
            case ReleaseHold(var id) -> notHeld(wallet, id);
            case ConfigureTopUp(var policy) -> policy(policy);
            case CompleteTopUp(var topUp) ->
                unknown(wallet, topUp)
                        .or(() -> require(
                                !wallet.topUps().failed().contains(topUp),
                                () -> Rejection.conflict("top-up.failed", "The top-up has failed.")));
            case FailTopUp(var topUp, var reason) ->
                invalidReason(reason)
                        .or(() -> unknown(wallet, topUp))
                        .or(() -> require(
                                wallet.topUps().isPending(topUp)
                                        || wallet.topUps().failed().contains(topUp),
                                () -> Rejection.conflict("top-up.completed", "The top-up's credits are granted.")));
            case SettleWallet _ -> Optional.empty();
        };
    }

    static Optional<Rejection> invalidName(String name) {
        return require(
                Texts.isLine(name, WalletDecider.MAX_NAME_LENGTH),
                () -> Rejection.invalid("wallet.name-invalid", "A name is one line of at most 100 characters."));
    }

    private static Optional<Rejection> grant(Open wallet, GrantCredits grant, Instant now) {
        return invalidAmount(grant.amount())
                .or(() -> invalidReason(grant.reason()))
                .or(() -> invalidPriority(grant.priority()))
                .or(() -> require(
                        !grant.expiry().reached(now),
                        () -> Rejection.invalid("grant.expiry-past", "The credits would have lapsed already.")))
                .or(() -> require(
                        !wallet.grants().contains(grant.grant()),
                        () -> Rejection.conflict("grant.exists", "A grant with this id exists.")))
                .or(() -> require(
                        wallet.grants().value().size() < WalletDecider.MAX_GRANTS,
                        () -> tooMany("wallet.too-many-grants", "grants", WalletDecider.MAX_GRANTS)))
                .or(() -> require(
                        wallet.totals().granted() <= WalletDecider.MAX_GRANTED - grant.amount(),
                        () -> Rejection.conflict(
                                "wallet.granted-too-much",
                                "A wallet is granted at most 9,000,000,000,000,000 credits.")));
    }

    private static Optional<Rejection> hold(Open wallet, HoldCredits hold) {
        return invalidAmount(hold.amount())
                .or(() -> invalidReason(hold.reason()))
                .or(() -> require(
                        hold.lifetime().compareTo(SHORTEST_HOLD) >= 0
                                && hold.lifetime().compareTo(LONGEST_HOLD) <= 0,
                        () -> Rejection.invalid("hold.lifetime-invalid", "A hold lasts one second to 30 days.")))
                .or(() -> require(
                        wallet.holds().find(hold.hold()).isEmpty(),
                        () -> Rejection.conflict("hold.exists", "A hold with this id is open.")))
                .or(() -> require(
                        wallet.holds().value().size() < WalletDecider.MAX_HOLDS,
                        () -> tooMany("wallet.too-many-holds", "open holds", WalletDecider.MAX_HOLDS)))
                .or(() -> tooLittle(wallet, hold.amount()));
    }

    private static Optional<Rejection> tooLittle(Open wallet, long needed) {
        var available = wallet.balance().available();
        return require(
                available >= needed,
                () -> new Rejection(
                        Rejection.Kind.UNPAID,
                        "wallet.insufficient",
                        "The wallet has fewer credits available.",
                        Map.of("available", Long.toString(available), "needed", Long.toString(needed))));
    }

    private static Optional<Rejection> notHeld(Open wallet, HoldId hold) {
        return require(
                wallet.holds().find(hold).isPresent(),
                () -> Rejection.notFound(
                        "hold.not-found",
                        "No such hold is open: it was captured or released, has expired, or never was."));
    }

    private static Optional<Rejection> moreThanHeld(Open wallet, HoldId hold, long amount) {
        var held = wallet.holds().find(hold).map(Hold::amount).orElse(0L);
        return require(
                amount <= held,
                () -> new Rejection(
                        Rejection.Kind.UNPAID,
                        "hold.insufficient",
                        "The hold has fewer credits.",
                        Map.of("held", Long.toString(held), "needed", Long.toString(amount))));
    }

    private static Optional<Rejection> policy(TopUpPolicy policy) {
        return switch (policy) {
            case TopUpPolicy.Off _ -> Optional.empty();
            case TopUpPolicy.Below(var threshold, var terms, var mostPerDay) ->
                invalidAmount(threshold)
                        .or(() -> require(
                                terms.amount() <= TopUpPolicy.MAX_AMOUNT,
                                () -> Rejection.invalid(
                                        "top-up.amount-invalid", "A top-up gives at most 1,000,000,000,000 credits.")))
                        .or(() -> invalidPriority(terms.priority()))
                        .or(() -> require(
                                terms.amount() >= threshold,
                                () -> Rejection.invalid(
                                        "top-up.amount-below-threshold", "A top-up gives at least the threshold.")))
                        .or(() -> require(
                                terms.price().isPrice() && !terms.price().isZero(),
                                () -> Rejection.invalid(
                                        "top-up.price-invalid",
                                        "A price is 1 to 1,000,000,000,000,000 of the currency's minor unit.")))
                        .or(() -> require(
                                terms.expiryDays() >= 0 && terms.expiryDays() <= TopUpTerms.MAX_EXPIRY_DAYS,
                                () -> Rejection.invalid(
                                        "top-up.expiry-invalid", "Credits last 1 to 3650 days, or 0 for ever.")))
                        .or(() -> require(
                                mostPerDay >= 1 && mostPerDay <= TopUpPolicy.MAX_PER_DAY,
                                () -> Rejection.invalid("top-up.rate-invalid", "A day has 1 to 24 top-ups.")));
        };
    }

    private static Optional<Rejection> unknown(Open wallet, TopUpId topUp) {
        return require(
                topUp.value() >= 1 && topUp.value() <= wallet.topUps().latest().value(),
                () -> Rejection.notFound("top-up.not-found", "There is no such top-up."));
    }

    private static Optional<Rejection> invalidAmount(long amount) {
        return require(
                amount >= 1 && amount <= WalletDecider.MAX_AMOUNT,
                () -> Rejection.invalid("credits.amount-invalid", "An amount is 1 to 1,000,000,000,000,000 credits."));
    }

    private static Optional<Rejection> invalidPriority(int priority) {
        return require(
                priority >= 0 && priority <= WalletDecider.MAX_PRIORITY,
                () -> Rejection.invalid("credits.priority-invalid", "A priority is 0 to 100."));
    }

    private static Optional<Rejection> invalidReason(String reason) {
        return require(
                reason.isEmpty() || Texts.isLine(reason, WalletDecider.MAX_REASON_LENGTH),
                () -> Rejection.invalid("credits.reason-invalid", "A reason is one line of at most 200 characters."));
    }

    private static Rejection tooMany(String code, String what, int limit) {
        return new Rejection(
                Rejection.Kind.EXHAUSTED,
                code,
                "The wallet has as many %s as it may.".formatted(what),
                Map.of("limit", Integer.toString(limit)));
    }

    private static Optional<Rejection> require(boolean allowed, Supplier<Rejection> otherwise) {
        return allowed ? Optional.empty() : Optional.of(otherwise.get());
    }
}
