package dev.perennial.domain.billing.meter;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.meter.Meter.Absent;
import dev.perennial.domain.billing.meter.Meter.Defined;
import dev.perennial.domain.billing.meter.Meter.Retired;
import dev.perennial.domain.billing.meter.MeterCommand.DefineMeter;
import dev.perennial.domain.billing.meter.MeterCommand.RetireMeter;
import dev.perennial.domain.billing.meter.MeterEvent.MeterChanged;
import dev.perennial.domain.billing.meter.MeterEvent.MeterDefined;
import dev.perennial.domain.billing.meter.MeterEvent.MeterRetired;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.Texts;
import java.time.Duration;

/** The rules of a {@link Meter}. */
public final class MeterDecider implements Decider<Meter, MeterCommand, MeterEvent, Done> {

    public static final int MAX_NAME = 100;
    public static final Duration MAX_GRACE = Duration.ofDays(7);

    @Override
    public Meter initial() {
        return new Absent();
    }

    @Override
    public Decision<MeterEvent, Done> decide(Meter state, MeterCommand command, Context context) {
        return switch (command) {
            case DefineMeter define -> define(state, define);
            case RetireMeter _ -> retire(state);
        };
    }

    private static Decision<MeterEvent, Done> define(Meter state, DefineMeter define) {
        if (!Texts.isLine(define.name(), MAX_NAME)) {
            return reject(
                    Rejection.invalid("meter.invalid-name", "A name is one line of 1 to " + MAX_NAME + " characters."));
        }
        if (define.grace().isNegative() || define.grace().compareTo(MAX_GRACE) > 0) {
            return reject(Rejection.invalid("meter.invalid-grace", "The grace is up to seven days."));
        }
        return switch (state) {
            case Absent _ -> accept(new MeterDefined(define.name(), define.aggregation(), define.grace()));
            case Defined defined -> change(defined, define);
            case Retired _ -> reject(Rejection.gone("meter.retired", "The meter is retired."));
        };
    }

    private static Decision<MeterEvent, Done> change(Defined defined, DefineMeter define) {
        if (defined.aggregation() != define.aggregation()) {
            return reject(Rejection.conflict(
                    "meter.aggregation-fixed", "What a meter makes of usage never changes: define another one."));
        }
        return defined.name().equals(define.name()) && defined.grace().equals(define.grace())
                ? accept()
                : accept(new MeterChanged(define.name(), define.grace()));
    }

    private static Decision<MeterEvent, Done> retire(Meter state) {
        return switch (state) {
            case Absent _ -> reject(Rejection.notFound("meter.not-found", "There is no such meter."));
            case Defined _ -> accept(new MeterRetired());
            case Retired _ -> accept();
        };
    }

    @Override
    public Meter evolve(Meter state, MeterEvent event) {
        return switch (event) {
            case MeterDefined(var name, var aggregation, var grace) -> new Defined(name, aggregation, grace);
            case MeterChanged(var name, var grace) ->
                switch (state) {
                    case Defined defined -> new Defined(name, defined.aggregation(), grace);
                    case Absent _, Retired _ -> state;
                };
            case MeterRetired _ ->
                switch (state) {
                    case Defined(var name, var aggregation, var grace) -> new Retired(name, aggregation, grace);
                    case Absent _, Retired _ -> state;
                };
        };
    }
}
