package dev.perennial.persistence.shell;

import dev.perennial.persistence.shell.ShellMessage.Batch;
import dev.perennial.persistence.shell.ShellMessage.Inspect;
import dev.perennial.persistence.shell.ShellMessage.Journalled;
import dev.perennial.persistence.shell.ShellMessage.Read;
import dev.perennial.persistence.shell.ShellMessage.Ready;
import dev.perennial.persistence.shell.ShellMessage.Stop;
import dev.perennial.persistence.shell.ShellMessage.Submit;
import dev.perennial.persistence.telemetry.EntityMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The front of a shell. While a write is in flight it collects the commands that arrive, and hands them over as one
 * batch when the write is done: the busier an entity, the more commands share a commit. Reads do not wait for a write:
 * what is not committed yet was not acknowledged either, so the committed state is a linearizable answer. Only while it is
 * in doubt that this is the entity's one home they go the way of commands, whose answers a commit or the journal confirms.
 *
 * <p>It lives in the same actor as the event-sourced part, which tells it through {@link #ready} when it can go on.
 */
final class Inbox extends BehaviorInterceptor<ShellMessage, ShellMessage> {

    private static final Runnable NOBODY = () -> {};

    private final String type;
    private final ShellSettings settings;
    private final ActorRef<ShellMessage> self;
    private final EntityMeter meter;
    private final Queue<Waiting> waiting = new ArrayDeque<>(2);
    private final Fence fence;
    private final List<Read> reads = new ArrayList<>(0);
    private List<Submit> inFlight = List.of();
    private List<Read> readsInFlight = List.of();
    private @Nullable Versioned<?> committed;
    private boolean busy = true;
    private boolean stopping;
    private Runnable unanswered = NOBODY;
    private int remembered;
    private long changedAt = System.nanoTime();
    private long heardAt = changedAt;

    private record Waiting(Submit submit, long since) {}

    Inbox(Shell<?, ?, ?, ?> shell, ActorRef<ShellMessage> self) {
        super(ShellMessage.class);
        this.type = shell.type().name();
        this.settings = shell.settings();
        this.meter = shell.meter();
        this.fence = shell.fence();
        this.self = self;
    }

    /** The event-sourced part ends; it has answered its batch. */
    void answered() {
        inFlight = List.of();
    }

    /** The event-sourced part has recovered, and this is the committed state. */
    void ready(Held<?> held) {
        ready(held, NOBODY);
    }

    /**
     * The event-sourced part has dealt with its batch, and this is the committed state.
     *
     * @param answers to the batch: given when the next one is on its way to the journal, which need not wait for them
     */
    void ready(Held<?> held, Runnable answers) {
        var current = new Versioned<>(held.state(), held.revision());
        remembered = held.recent().size();
        changedAt = System.nanoTime();
        committed = current;
        inFlight = List.of();
        answer(readsInFlight, current);
        readsInFlight = List.of();
        if (fence.holds(changedAt)) {
            answer(reads, current);
            reads.clear();
        }
        answerBatch(); // When a batch changes nothing, it is dealt with before the one before it was answered.
        unanswered = answers;
        if (waiting.isEmpty() && reads.isEmpty() && !stopping) {
            busy = false;
            answerBatch();
        } else {
            // Stays busy until then: the event-sourced part takes no message before it has returned from here.
            self.tell(Ready.READY);
        }
    }

    @Override
    public Behavior<ShellMessage> aroundReceive(
            TypedActorContext<ShellMessage> context, ShellMessage message, ReceiveTarget<ShellMessage> target) {
        return switch (message) {
            case Submit submit -> submit(context, submit, target);
            case Read read -> read(context, read, target);
            case Inspect inspect -> {
                inspect.replyTo().tell(activity());
                yield Behaviors.same();
            }
            case Ready _ -> next(context, target);
            case Stop stop -> {
                stopping = true;
                changedAt = System.nanoTime();
                yield busy ? Behaviors.same() : target.apply(context, stop);
            }
            case Batch _, Journalled _ -> target.apply(context, message);
        };
    }

    @Override
    public Behavior<ShellMessage> aroundSignal(
            TypedActorContext<ShellMessage> context, Signal signal, SignalTarget<ShellMessage> target) {
        if (signal instanceof PostStop) {
            abandon();
        }
        return target.apply(context, signal);
    }

    private Behavior<ShellMessage> submit(
            TypedActorContext<ShellMessage> context, Submit submit, ReceiveTarget<ShellMessage> target) {
        heardAt = System.nanoTime();
        if (!busy) {
            return handOver(context, List.of(submit), target);
        }
        if (waiting.size() >= settings.maxWaiting()) {
            submit.replyTo().tell(new Answer.OfCommand(type, new Outcome.Overloaded<>()));
        } else {
            waiting.add(new Waiting(submit, heardAt));
        }
        return Behaviors.same();
    }

    private Behavior<ShellMessage> read(
            TypedActorContext<ShellMessage> context, Read read, ReceiveTarget<ShellMessage> target) {
        heardAt = System.nanoTime();
        if (committed != null && fence.holds(heardAt)) {
            read.replyTo().tell(new Answer.OfRead(type, committed));
        } else if (reads.size() >= settings.maxWaiting()) {
            read.replyTo().tell(new Answer.Unavailable(type));
        } else {
            reads.add(read);
            return busy ? Behaviors.same() : handOver(context, List.of(), target);
        }
        return Behaviors.same();
    }

    private void answer(List<Read> asked, Versioned<?> current) {
        asked.forEach(read -> read.replyTo().tell(new Answer.OfRead(type, current)));
    }

    private Behavior<ShellMessage> next(TypedActorContext<ShellMessage> context, ReceiveTarget<ShellMessage> target) {
        if (waiting.isEmpty() && reads.isEmpty()) {
            answerBatch();
            return target.apply(context, Stop.STOP);
        }
        var batch = new ArrayList<Submit>(Math.min(waiting.size(), settings.maxBatch()));
        var now = System.nanoTime();
        while (batch.size() < settings.maxBatch() && waiting.peek() != null) {
            var waited = waiting.remove();
            meter.waited(now - waited.since());
            batch.add(waited.submit());
        }
        var behavior = handOver(context, batch, target);
        answerBatch();
        return behavior;
    }

    private void answerBatch() {
        var answers = unanswered;
        unanswered = NOBODY;
        answers.run();
    }

    private Behavior<ShellMessage> handOver(
            TypedActorContext<ShellMessage> context, List<Submit> batch, ReceiveTarget<ShellMessage> target) {
        busy = true;
        inFlight = batch;
        readsInFlight = List.copyOf(reads);
        reads.clear();
        changedAt = System.nanoTime();
        return target.apply(context, new Batch(batch));
    }

    private Activity activity() {
        var now = System.nanoTime();
        return new Activity(
                condition(),
                Duration.ofNanos(now - changedAt),
                committed == null ? OptionalLong.empty() : OptionalLong.of(committed.revision()),
                waiting.size(),
                inFlight.size(),
                remembered,
                Duration.ofNanos(now - heardAt));
    }

    private Activity.Condition condition() {
        if (committed == null) {
            return Activity.Condition.STARTING;
        }
        if (stopping) {
            return Activity.Condition.STOPPING;
        }
        return busy ? Activity.Condition.WRITING : Activity.Condition.IDLE;
    }

    /** The actor ends with work at hand: a write failed, or recovery did. Nobody is left without an answer. */
    private void abandon() {
        answerBatch();
        inFlight.forEach(lost -> lost.replyTo().tell(new Answer.OfCommand(type, new Outcome.Unknown<>())));
        waiting.forEach(
                untouched -> untouched.submit().replyTo().tell(new Answer.OfCommand(type, new Outcome.Overloaded<>())));
        refuse(readsInFlight);
        refuse(reads);
    }

    private void refuse(List<Read> asked) {
        asked.forEach(read -> read.replyTo().tell(new Answer.Unavailable(type)));
    }
}
