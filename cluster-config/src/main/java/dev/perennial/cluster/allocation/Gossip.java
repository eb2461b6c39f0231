package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every node, this one included, of traffic, moves and departures. What is lost on the way comes again or is only history. */
final class Gossip {

    private static final Logger log = LoggerFactory.getLogger(Gossip.class);
    private static final String TRAFFIC = "traffic ";
    private static final String MOVE = "move ";
    private static final String DEPARTURE = "departure ";

    private final ActorSystem<?> system;
    private final ActorRef<Topic.Command<String>> topic;
    private final ActorRef<String> speaker;

    private Gossip(ActorSystem<?> system, ActorRef<Topic.Command<String>> topic) {
        this.system = system;
        this.topic = topic;
        this.speaker = system.systemActorOf(speaker(topic), "allocation-speaker", Props.empty());
    }

    static Gossip start(ActorSystem<?> system, LoadBook loads, MoveLog moves, Departures departures) {
        var topic = system.systemActorOf(Topic.create(String.class, "allocation"), "allocation-topic", Props.empty());
        topic.tell(Topic.subscribe(
                system.systemActorOf(listener(loads, moves, departures), "allocation-listener", Props.empty())));
        return new Gossip(system, topic);
    }

    void tell(MadeMove move) {
        topic.tell(Topic.publish(MOVE + move.toText()));
    }

    /** Again and again, until another stage is said. Nothing comes of it when the system has ended. */
    void say(NodeId self, Departures.Stage stage) {
        speaker.tell(DEPARTURE + self + " " + stage);
    }

    void reportEvery(Duration time, NodeId self, Traffic traffic, Rates rates) {
        var last = new AtomicLong(System.nanoTime());
        var _ = system.scheduler()
                .scheduleWithFixedDelay(
                        time,
                        time,
                        () -> {
                            long now = System.nanoTime();
                            var elapsed = Duration.ofNanos(now - last.getAndSet(now));
                            var report = TrafficReport.of(self, rates.after(elapsed, traffic.take()));
                            topic.tell(Topic.publish(TRAFFIC + report.toText()));
                        },
                        system.executionContext());
    }

    /** Its timer has one key, so that what is said last replaces what was said before. */
    private static Behavior<String> speaker(ActorRef<Topic.Command<String>> topic) {
        return Behaviors.withTimers(timers -> Behaviors.receiveMessage(text -> {
            topic.tell(Topic.publish(text));
            timers.startSingleTimer("again", text, Departures.SAID_EVERY);
            return Behaviors.same();
        }));
    }

    private static Behavior<String> listener(LoadBook loads, MoveLog moves, Departures departures) {
        return Behaviors.receiveMessage(text -> {
            try {
                if (text.startsWith(TRAFFIC)) {
                    loads.hear(TrafficReport.parse(text.substring(TRAFFIC.length())));
                } else if (text.startsWith(MOVE)) {
                    moves.hear(MadeMove.parse(text.substring(MOVE.length())));
                } else if (text.startsWith(DEPARTURE)) {
                    var said = text.substring(DEPARTURE.length()).split(" ", -1);
                    departures.hear(NodeId.parse(said[0]), Departures.Stage.valueOf(said[1]));
                }
            } catch (RuntimeException foreign) {
                log.debug("Another version says: {}", text, foreign);
            }
            return Behaviors.same();
        });
    }
}
