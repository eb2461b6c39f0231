package dev.perennial.app;

import dev.perennial.persistence.projection.Commits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Commits local;
    private final ActorRef<Tick> sender;
    /** Types of which the others have not been told. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    PulseRelay(ActorSystem<?> system, Commits local) {
        this.local = local;
        // Topics carry strings, which every node can read: the id of the node that speaks, and the types it speaks of.
        var me = UUID.randomUUID().toString();
        var topic = system.systemActorOf(Topic.create(String.class, "commits"), "pulse-topic", Props.empty());
        var ear = system.systemActorOf(listener(me), "pulse-listener", Props.empty());
        topic.tell(Topic.subscribe(ear));
        sender =
                system.systemActorOf(Behaviors.withTimers(timers -> gather(timers, topic, me)), "pulse", Props.empty());
    }

    /** Something of the type was committed on this node. Cheap, from any thread. */
    void committed(String type) {
        local.ring(type);
        if (untold.add(type)) {
            sender.tell(Tick.COMMITTED);
        }
    }

    private Behavior<String> listener(String me) {
        return Behaviors.receiveMessage(message -> {
            var words = List.of(message.split(" ", -1));
            if (words.size() == 1) {
                // An older node names no types.
                local.ringAll();
            } else if (!words.getFirst().equals(me)) {
                words.subList(1, words.size()).forEach(local::ring);
            }
            return Behaviors.same();
        });
    }

    private Behavior<Tick> gather(TimerScheduler<Tick> timers, ActorRef<Topic.Command<String>> topic, String me) {
        return Behaviors.receiveMessage(tick -> switch (tick) {
            case COMMITTED -> {
                if (!timers.isTimerActive(Tick.GATHERED)) {
                    timers.startSingleTimer(Tick.GATHERED, Tick.GATHERED, GATHER);
                }
                yield Behaviors.same();
            }
            case GATHERED -> {
                // In this order: what is committed from here on asks for a message of its own.
                var types = List.copyOf(untold);
                types.forEach(untold::remove);
                topic.tell(Topic.publish(me + " " + String.join(" ", types)));
                yield Behaviors.same();
            }
        });
    }
}
