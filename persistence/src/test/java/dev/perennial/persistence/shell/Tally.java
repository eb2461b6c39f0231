package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.Superseded;
import java.util.List;

/** The smallest entity that uses everything a shell offers: a reply of its own, a rejection, an old event version. */
public sealed interface Tally {

    record Empty() implements Tally {}

    record Counting(int total) implements Tally {}

    /** The commands. */
    sealed interface Command {}

    record Add(int amount) implements Command {}

    record SetTo(int total) implements Command {}

    /** The events. */
    sealed interface Event {}

    @EventName(value = "test.added", version = 2)
    record Added(int amount) implements Event {}

    @EventName("test.added")
    record AddedV1(String amount) implements Superseded<Added> {
        @Override
        public Added upcast() {
            return new Added(Integer.parseInt(amount));
        }
    }

    /** What a command answers. */
    record Total(int total) {}

    EntityType<Tally, Command, Event, Total> TYPE = new EntityType<>(
            "test.tally",
            new TallyDecider(),
            Tally.class,
            Command.class,
            Event.class,
            Total.class,
            List.of(AddedV1.class));

    default int total() {
        return switch (this) {
            case Empty _ -> 0;
            case Counting(var total) -> total;
        };
    }

    /** The state machine. */
    final class TallyDecider implements Decider<Tally, Command, Event, Total> {

        @Override
        public Tally initial() {
            return new Empty();
        }

        @Override
        public Decision<Event, Total> decide(Tally state, Command command, Context context) {
            return switch (command) {
                case Add(var amount)
                when amount < 0 ->
                    Decision.reject(Rejection.invalid("tally.negative", "An amount must not be negative."));
                case Add(var amount) -> add(state, amount);
                case SetTo(var total)
                when total < state.total() -> Decision.reject(Rejection.conflict("tally.lower", "A tally only grows."));
                case SetTo(var total) -> add(state, total - state.total());
            };
        }

        private static Decision<Event, Total> add(Tally state, int amount) {
            var total = new Total(state.total() + amount);
            return amount == 0 ? Decision.reply(total, List.of()) : Decision.reply(total, List.of(new Added(amount)));
        }

        @Override
        public Tally evolve(Tally state, Event event) {
            return switch (event) {
                case Added(var amount) -> new Counting(state.total() + amount);
            };
        }
    }
}
