package dev.perennial.app;

import dev.perennial.persistence.projection.Pulse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * Tells the projection readers of every node that something was committed: those of this node at once, the others with
 * at most one message in {@link #GATHER}. Inside the cluster and not by LISTEN/NOTIFY, which serialises commits. A lost
 * message costs nothing but time: readers also poll.
 */
final class PulseRelay {

    /** How long commits are gathered into one message to the other nodes. */
    private static final Duration GATHER = Duration.ofMillis(4);

    private enum Tick {
        COMMITTED,
        GATHERED
    }

    private final Pulse local;
    private final ActorRef<Tick> sender;
    private final AtomicBoolean told = new AtomicBoolean();

    PulseRelay(ActorSystem<?> system, Pulse local) {
        this.local = local;
        // Topics carry strings, which every node can read: here the id of the node that speaks.
        var me = UUID.randomUUID().toString();
        var topic = system.systemActorOf(Topic.create(String.class, "commits"), "pulse-topic", Props.empty());
        var ear = system.systemActorOf(listener(me), "pulse-listener", Props.empty());
        topic.tell(Topic.subscribe(ear));
        sender =
                system.systemActorOf(Behaviors.withTimers(timers -> gather(timers, topic, me)), "pulse", Props.empty());
    }

    /** Something was committed on this node. Cheap, from any thread. */
    void committed() {
        local.ring();
        if (!told.getAndSet(true)) {
            sender.tell(Tick.COMMITTED);
        }
    }

    private Behavior<String> listener(String me) {
        return Behaviors.receiveMessage(from -> {
            if (!from.equals(me)) {
                local.ring();
            }
            return Behaviors.same();
        });
    }

    private Behavior<Tick> gather(TimerScheduler<Tick> timers, ActorRef<Topic.Command<String>> topic, String me) {
        return Behaviors.receiveMessage(tick -> switch (tick) {
            case COMMITTED -> {
                timers.startSingleTimer(Tick.GATHERED, GATHER);
                yield Behaviors.same();
            }
            case GATHERED -> {
                // In this order: what is committed from here on asks for a message of its own.
                told.set(false);
                topic.tell(Topic.publish(me));
                yield Behaviors.same();
            }
        });
    }
}
