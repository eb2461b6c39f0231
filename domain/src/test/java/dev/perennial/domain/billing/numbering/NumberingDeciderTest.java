package dev.perennial.domain.billing.numbering;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.numbering.NumberingCommand.AssignNumber;
import dev.perennial.domain.billing.numbering.NumberingCommand.SettleNumber;
import dev.perennial.domain.billing.numbering.NumberingEvent.NumberAssigned;
import dev.perennial.domain.billing.numbering.NumberingEvent.NumberConfirmed;
import dev.perennial.domain.billing.numbering.NumberingEvent.NumberReleased;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NumberingDeciderTest {

    private static final InvoiceId A = new InvoiceId("a");
    private static final InvoiceId B = new InvoiceId("b");
    private static final InvoiceId C = new InvoiceId("c");
    private static final NumberAssigned A1 = new NumberAssigned(A, 1, Given.NOW);
    private static final NumberAssigned B2 = new NumberAssigned(B, 2, Given.NOW);

    private static Given<Numbering, NumberingCommand, NumberingEvent, NumberingReply> series(
            NumberingEvent... history) {
        return Given.entity(new NumberingDecider()).events(history);
    }

    @Test
    void numbersCountFromOne() {
        series().when(new AssignNumber(A)).then(A1).replying(new NumberingReply(1));
        series(A1).when(new AssignNumber(B)).then(B2).replying(new NumberingReply(2));
        series(A1, new NumberConfirmed(A, 1)).when(new AssignNumber(B)).then(B2);
    }

    @Test
    void aPendingInvoiceKeepsItsNumber() {
        series(A1, B2).when(new AssignNumber(A)).thenNothing().replying(new NumberingReply(1));
    }

    @Test
    void aBorneNumberIsConfirmedOnce() {
        series(A1).when(new SettleNumber(A, 1)).then(new NumberConfirmed(A, 1));
        series(A1, new NumberConfirmed(A, 1)).when(new SettleNumber(A, 1)).thenNothing();
        series().when(new SettleNumber(A, 1)).thenNothing();
    }

    @Test
    void aNumberTooManyGoesToTheNextInvoice() {
        var tooMany = new NumberAssigned(A, 2, Given.NOW);
        series(A1, new NumberConfirmed(A, 1), tooMany)
                .when(new SettleNumber(A, 1))
                .then(new NumberReleased(A, 2));
        series(A1, new NumberConfirmed(A, 1), tooMany, new NumberReleased(A, 2))
                .when(new AssignNumber(B))
                .then(B2);
        series(A1, B2, new NumberReleased(A, 1), new NumberReleased(B, 2))
                .when(new AssignNumber(C))
                .then(new NumberAssigned(C, 1, Given.NOW));
    }

    @Test
    void onlySoManyInvoicesWait() {
        var many = IntStream.rangeClosed(1, NumberingDecider.MAX_PENDING)
                .mapToObj(i -> new NumberAssigned(new InvoiceId("i" + i), i, Given.NOW))
                .toArray(NumberingEvent[]::new);
        series(many).when(new AssignNumber(A)).thenRejected(CONFLICT, "numbering.busy");
        series(many).when(new AssignNumber(new InvoiceId("i7"))).replying(new NumberingReply(7));
    }

    /** Finalisers that stop anywhere, take too long, and do everything twice. */
    @Test
    void inTheEndThereIsNoGapAndNoNumberTwice() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var decider = new NumberingDecider();
        var state = decider.initial();
        var borne = new HashMap<InvoiceId, Long>();
        var invoices =
                IntStream.range(0, 40).mapToObj(i -> new InvoiceId("i" + i)).toList();
        for (var step = 0; step < 2_000; step++) {
            var invoice = invoices.get(random.nextInt(invoices.size()));
            if (random.nextBoolean()) {
                var decision = accepted(decider.decide(
                        state, new AssignNumber(invoice), Given.entity(decider).context()));
                state = evolved(decider, state, decision.events());
                if (random.nextBoolean()) {
                    borne.putIfAbsent(invoice, decision.reply().number());
                }
            } else if (borne.containsKey(invoice)) {
                state = settled(decider, state, invoice, borne.get(invoice));
            }
        }
        // What a sweep does in the end: whoever has no number gets one, and all is settled.
        for (var invoice : invoices) {
            if (!borne.containsKey(invoice)) {
                var decision = accepted(decider.decide(
                        state, new AssignNumber(invoice), Given.entity(decider).context()));
                state = evolved(decider, state, decision.events());
                borne.put(invoice, decision.reply().number());
            }
            state = settled(decider, state, invoice, borne.get(invoice));
        }
        var series = (Numbering.Series) state;
        var all = new ArrayList<>(borne.values());
        all.addAll(series.free());
        assertThat(all)
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(1, series.next()).boxed().toList());
        assertThat(series.pending()).isEmpty();
    }

    private static Numbering settled(NumberingDecider decider, Numbering state, InvoiceId invoice, long number) {
        var decision = decider.decide(
                state, new SettleNumber(invoice, number), Given.entity(decider).context());
        return evolved(decider, state, accepted(decision).events());
    }

    private static Numbering evolved(NumberingDecider decider, Numbering state, List<NumberingEvent> events) {
        for (var event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    private static Decision.Accepted<NumberingEvent, NumberingReply> accepted(
            Decision<NumberingEvent, NumberingReply> decision) {
        return (Decision.Accepted<NumberingEvent, NumberingReply>) decision;
    }
}
