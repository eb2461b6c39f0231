package dev.perennial.domain.billing.payment;

import dev.perennial.domain.billing.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A payment of a tenant. */
public sealed interface Payment {

    record Absent() implements Payment {}

    /** It was asked for. */
    sealed interface Known extends Payment {
        Order order();
    }

    /** The provider has not heard of it. */
    record Requested(Order order, Instant dueAt) implements Known {}

    /**
     * The provider was asked; what it did is not known yet.
     *
     * @param tries how often it was asked
     * @param dueAt when it is to be asked again
     * @param unwanted since when the payment is no longer wanted, and why: then it is only asked what became of it
     */
    record Charging(Order order, int tries, Instant dueAt, Optional<Unwanted> unwanted) implements Known {}

    /**
     * The provider has charged the amount.
     *
     * @param reference what the provider calls it
     * @param refunds what was or is to be given back
     */
    record Succeeded(Order order, String reference, List<Refund> refunds) implements Known {

        public Succeeded {
            refunds = List.copyOf(refunds);
        }

        /** What has not been given back nor is to be, in minor units. */
        public long kept() {
            return order.amount().minor()
                    - refunds.stream().mapToLong(Refund::minor).sum();
        }

        Optional<Refund> refund(String id) {
            return refunds.stream().filter(refund -> refund.id().equals(id)).findFirst();
        }

        Succeeded with(Refund refund) {
            var more = new ArrayList<>(refunds);
            more.add(refund);
            return new Succeeded(order, reference, more);
        }

        Succeeded change(String id, UnaryOperator<Refund> change) {
            return new Succeeded(
                    order,
                    reference,
                    refunds.stream()
                            .map(refund -> refund.id().equals(id) ? change.apply(refund) : refund)
                            .toList());
        }
    }

    /** The provider has not charged it and will not. */
    record Declined(Order order, String reason) implements Known {}

    /** It was no longer wanted before it was charged. */
    record CalledOff(Order order, String reason) implements Known {}

    record Order(Purpose purpose, Money amount) {}

    record Unwanted(String reason, Instant since) {}

    /**
     * What is given back.
     *
     * @param minor in the payment's currency
     * @param tries how often the provider was asked
     * @param dueAt when it is to be asked again
     * @param reference what the provider calls it, once it has done it
     */
    record Refund(String id, long minor, String reason, int tries, Instant dueAt, Optional<String> reference) {}

    /** When something is to be done about it, if ever. */
    default Optional<Instant> due() {
        return switch (this) {
            case Absent _, Declined _, CalledOff _ -> Optional.empty();
            case Requested requested -> Optional.of(requested.dueAt());
            case Charging charging -> Optional.of(charging.dueAt());
            case Succeeded succeeded ->
                succeeded.refunds().stream()
                        .filter(refund -> refund.reference().isEmpty())
                        .map(Refund::dueAt)
                        .min(Instant::compareTo);
        };
    }
}
