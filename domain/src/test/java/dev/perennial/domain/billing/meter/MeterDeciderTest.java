package dev.perennial.domain.billing.meter;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.GONE;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.meter.MeterCommand.DefineMeter;
import dev.perennial.domain.billing.meter.MeterCommand.RetireMeter;
import dev.perennial.domain.billing.meter.MeterEvent.MeterChanged;
import dev.perennial.domain.billing.meter.MeterEvent.MeterDefined;
import dev.perennial.domain.billing.meter.MeterEvent.MeterRetired;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterDeciderTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final DefineMeter CALLS = new DefineMeter("Calls", Aggregation.SUM, HOUR);
    private static final MeterEvent DEFINED = new MeterDefined("Calls", Aggregation.SUM, HOUR);

    private final Given<Meter, MeterCommand, MeterEvent, Done> absent = Given.entity(new MeterDecider());
    private final Given<Meter, MeterCommand, MeterEvent, Done> defined = absent.events(DEFINED);
    private final Given<Meter, MeterCommand, MeterEvent, Done> retired = defined.events(new MeterRetired());

    @Test
    void isDefinedOnceAndThenChanged() {
        absent.when(CALLS).then(DEFINED);
        defined.when(CALLS).thenNothing();
        defined.when(new DefineMeter("API calls", Aggregation.SUM, Duration.ZERO))
                .then(new MeterChanged("API calls", Duration.ZERO))
                .leaving(new Meter.Defined("API calls", Aggregation.SUM, Duration.ZERO));
        defined.when(new DefineMeter("Calls", Aggregation.MAX, HOUR)).thenRejected(CONFLICT, "meter.aggregation-fixed");
        retired.when(CALLS).thenRejected(GONE, "meter.retired");
    }

    @Test
    void isRetiredForEver() {
        absent.when(new RetireMeter()).thenRejected(NOT_FOUND, "meter.not-found");
        defined.when(new RetireMeter())
                .then(new MeterRetired())
                .leaving(new Meter.Retired("Calls", Aggregation.SUM, HOUR));
        retired.when(new RetireMeter()).thenNothing();
    }

    @Test
    void badDefinitionsAreRefused() {
        absent.when(new DefineMeter(" ", Aggregation.SUM, HOUR)).thenRejected(INVALID, "meter.invalid-name");
        absent.when(new DefineMeter("x".repeat(MeterDecider.MAX_NAME + 1), Aggregation.SUM, HOUR))
                .thenRejected(INVALID, "meter.invalid-name");
        for (var grace : List.of(Duration.ofNanos(-1), MeterDecider.MAX_GRACE.plusNanos(1))) {
            absent.when(new DefineMeter("Calls", Aggregation.SUM, grace)).thenRejected(INVALID, "meter.invalid-grace");
        }
    }
}
