package dev.perennial.domain.billing.numbering;

import static dev.perennial.domain.kernel.Decision.reject;
import static dev.perennial.domain.kernel.Decision.reply;

import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.numbering.Numbering.Absent;
import dev.perennial.domain.billing.numbering.Numbering.Series;
import dev.perennial.domain.billing.numbering.NumberingCommand.AssignNumber;
import dev.perennial.domain.billing.numbering.NumberingCommand.SettleNumber;
import dev.perennial.domain.billing.numbering.NumberingEvent.NumberAssigned;
import dev.perennial.domain.billing.numbering.NumberingEvent.NumberConfirmed;
import dev.perennial.domain.billing.numbering.NumberingEvent.NumberReleased;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Rejection;
import java.util.List;

/**
 * The rules of a {@link Numbering}. A number that was assigned is either borne by its invoice in the end, or comes back and
 * goes to the next one: so there is no gap once nothing is pending.
 */
public final class NumberingDecider implements Decider<Numbering, NumberingCommand, NumberingEvent, NumberingReply> {

    /** Invoices that may wait for their number at a time. */
    static final int MAX_PENDING = 1000;

    @Override
    public Numbering initial() {
        return new Absent();
    }

    @Override
    public Decision<NumberingEvent, NumberingReply> decide(Numbering state, NumberingCommand command, Context context) {
        var series = series(state);
        return switch (command) {
            case AssignNumber(var invoice) -> assign(series, invoice, context);
            case SettleNumber(var invoice, var number) -> settle(series, invoice, number);
        };
    }

    private static Decision<NumberingEvent, NumberingReply> assign(Series series, InvoiceId invoice, Context context) {
        var pending = series.of(invoice);
        if (pending.isPresent()) {
            return reply(new NumberingReply(pending.get().number()), List.of());
        }
        if (series.pending().size() >= MAX_PENDING) {
            return reject(Rejection.conflict("numbering.busy", "Too many invoices wait for their number."));
        }
        var number = series.nextNumber();
        return reply(new NumberingReply(number), List.of(new NumberAssigned(invoice, number, context.now())));
    }

    private static Decision<NumberingEvent, NumberingReply> settle(Series series, InvoiceId invoice, long number) {
        var events = series.of(invoice)
                .map(pending -> pending.number() == number
                        ? new NumberConfirmed(invoice, number)
                        : new NumberReleased(invoice, pending.number()))
                .<List<NumberingEvent>>map(List::of)
                .orElse(List.of());
        return reply(new NumberingReply(number), events);
    }

    @Override
    public Numbering evolve(Numbering state, NumberingEvent event) {
        var series = series(state);
        return switch (event) {
            case NumberAssigned(var invoice, var number, var at) -> series.assigned(invoice, number, at);
            case NumberConfirmed confirmed -> series.confirmed(confirmed.invoice());
            case NumberReleased(var invoice, var number) -> series.released(invoice, number);
        };
    }

    private static Series series(Numbering state) {
        return switch (state) {
            case Absent _ -> Series.EMPTY;
            case Series series -> series;
        };
    }
}
