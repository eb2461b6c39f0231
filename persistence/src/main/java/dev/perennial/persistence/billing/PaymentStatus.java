package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.payment.Payment;
import org.jspecify.annotations.Nullable;

/** What lists call a payment's condition. */
public enum PaymentStatus {
    REQUESTED,
    /** The provider was asked, and what it did is not known yet. */
    CHARGING,
    SUCCEEDED,
    /** A part of it is to be given back. */
    REFUNDING,
    /** All of it was given back. */
    REFUNDED,
    DECLINED,
    CALLED_OFF;

    public static @Nullable PaymentStatus of(Payment payment) {
        return switch (payment) {
            case Payment.Absent _ -> null;
            case Payment.Requested _ -> REQUESTED;
            case Payment.Charging _ -> CHARGING;
            case Payment.Succeeded succeeded ->
                succeeded.due().isPresent() ? REFUNDING : succeeded.kept() > 0 ? SUCCEEDED : REFUNDED;
            case Payment.Declined _ -> DECLINED;
            case Payment.CalledOff _ -> CALLED_OFF;
        };
    }
}
