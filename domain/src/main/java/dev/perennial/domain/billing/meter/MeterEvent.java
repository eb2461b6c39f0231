package dev.perennial.domain.billing.meter;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.kernel.EventName;
import java.time.Duration;

/** What happened to a {@link Meter}. */
public sealed interface MeterEvent {

    @EventName("billing.meter-defined")
    record MeterDefined(String name, Aggregation aggregation, Duration grace) implements MeterEvent {}

    @EventName("billing.meter-changed")
    record MeterChanged(String name, Duration grace) implements MeterEvent {}

    @EventName("billing.meter-retired")
    record MeterRetired() implements MeterEvent {}
}
