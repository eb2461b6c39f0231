package dev.perennial.app.billing;

import dev.perennial.app.http.Reply;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.subscription.Deal;
import dev.perennial.domain.billing.subscription.OpenCharge;
import dev.perennial.domain.billing.subscription.Running;
import dev.perennial.domain.billing.subscription.Subscription;
import dev.perennial.persistence.billing.SubscriptionStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription looks like to a client.
 *
 * @param period the trial, or the period that is paid for or being paid for
 * @param ending whether it ends with the period
 * @param ordered the change that takes effect when the charge is paid
 * @param scheduled what the next period begins with
 * @param balance what is in the tenant's favour
 * @param nextAt when something happens of itself
 */
record SubscriptionLook(
        long revision,
        String status,
        @Nullable Bought bought,
        @Nullable Period period,
        boolean ending,
        @Nullable Instant endedAt,
        @Nullable String endedBecause,
        @Nullable Bought ordered,
        @Nullable Bought scheduled,
        @Nullable Open charge,
        @Nullable MoneyInput balance,
        @Nullable Instant nextAt) {

    /** @param price of a period with all seats, without usage */
    record Bought(String plan, int version, int seats, MoneyInput price, String interval) {

        static Bought of(Deal deal) {
            return new Bought(
                    deal.plan().plan().value(),
                    deal.plan().version(),
                    deal.paidSeats(),
                    MoneyInput.of(deal.price()),
                    Reply.label(deal.terms().interval()));
        }
    }

    /** @param total without the usage that it may bill besides */
    record Open(int id, String kind, MoneyInput total, int attempt, boolean failed) {

        static Open of(OpenCharge open) {
            var charge = open.charge();
            return new Open(
                    charge.id().value(),
                    Reply.label(charge.kind()),
                    MoneyInput.of(charge.total()),
                    open.attempt(),
                    !open.asked());
        }
    }

    static Optional<SubscriptionLook> of(long revision, Subscription state) {
        var status = SubscriptionStatus.of(state);
        if (status == null) {
            return Optional.empty();
        }
        var running = running(state);
        return Optional.of(new SubscriptionLook(
                revision,
                Reply.label(status),
                state.bought().map(Bought::of).orElse(null),
                period(state),
                state instanceof Subscription.Trialing trial
                        ? trial.ending()
                        : running.filter(Running::ending).isPresent(),
                state instanceof Subscription.Cancelled ended ? ended.at() : null,
                state instanceof Subscription.Cancelled ended ? Reply.label(ended.reason()) : null,
                running.flatMap(Running::ordered)
                        .map(it -> Bought.of(it.deal()))
                        .orElse(null),
                running.flatMap(Running::scheduled).map(Bought::of).orElse(null),
                running.flatMap(Running::open).map(Open::of).orElse(null),
                state.book().balance().map(MoneyInput::of).orElse(null),
                state.dueAt().orElse(null)));
    }

    private static @Nullable Period period(Subscription state) {
        return state instanceof Subscription.Trialing trial
                ? trial.trial()
                : running(state).map(Running::period).orElse(null);
    }

    private static Optional<Running> running(Subscription state) {
        return switch (state) {
            case Subscription.Incomplete incomplete -> Optional.of(incomplete.running());
            case Subscription.Active(var running) -> Optional.of(running);
            case Subscription.PastDue(var running) -> Optional.of(running);
            case Subscription.Absent _, Subscription.Trialing _, Subscription.Cancelled _ -> Optional.empty();
        };
    }
}
