package dev.perennial.app.management;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.AllDeadLetters;
import org.apache.pekko.actor.Dropped;
import org.apache.pekko.actor.SuppressedDeadLetter;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Messages on this node that reached nobody: what they were and for whom, never what was in them. The latest, and how many
 * of each kind since the node started.
 */
final class Undelivered {

    private static final int LATEST = 100;
    private static final int KINDS = 200;

    /** Whatever comes when there are so many kinds already. */
    private static final Kind OTHERS = new Kind("(others)", "(others)");

    /** The part of a recipient's path that says what it is, not which one. */
    private static final int TELLING_PARTS = 3;

    private final InstantSource clock;
    private final Deque<Letter> latest = new ArrayDeque<>();
    private final Map<Kind, Count> counts = new HashMap<>();

    /** @param to an actor's path on this node */
    record Letter(Instant at, String message, String to, String why) {}

    /** @param to the beginning of the recipients' paths */
    private record Kind(String message, String to) {}

    record Count(String message, String to, long number, Instant latest) {}

    record Summary(List<Count> counts, List<Letter> latest) {}

    private Undelivered(InstantSource clock) {
        this.clock = clock;
    }

    static Undelivered watch(ActorSystem<?> system, InstantSource clock) {
        var undelivered = new Undelivered(clock);
        var listener = system.systemActorOf(
                Behaviors.<AllDeadLetters>receiveMessage(letter -> {
                    undelivered.hear(letter);
                    return Behaviors.same();
                }),
                "undelivered",
                Props.empty());
        // In the classic way it hears everything from here on.
        Adapter.toClassic(system).eventStream().subscribe(Adapter.toClassic(listener), AllDeadLetters.class);
        return undelivered;
    }

    private void hear(AllDeadLetters letter) {
        switch (letter) {
            case SuppressedDeadLetter _ -> {} // Its sender expects that it may be lost.
            case Dropped dropped -> add(dropped, dropped.reason());
            case UnhandledMessage _ -> add(letter, "not understood");
            default -> add(letter, "nobody is there");
        }
    }

    private synchronized void add(AllDeadLetters letter, String why) {
        var path = letter.recipient().path();
        var now = clock.instant();
        var message = letter.message().getClass().getName();
        latest.addFirst(new Letter(now, message, path.toStringWithoutAddress(), why));
        if (latest.size() > LATEST) {
            latest.removeLast();
        }
        var kind = new Kind(message, beginning(path));
        var counted = counts.size() < KINDS || counts.containsKey(kind) ? kind : OTHERS;
        counts.merge(
                counted,
                new Count(counted.message(), counted.to(), 1, now),
                (before, one) -> new Count(before.message(), before.to(), before.number() + 1, one.latest()));
    }

    /** Those that are met most come first. */
    synchronized Summary summary() {
        var byNumber = new ArrayList<>(counts.values());
        byNumber.sort(Comparator.comparingLong(Count::number).reversed());
        return new Summary(byNumber, List.copyOf(latest));
    }

    /** Actors that were made for one question have names of their own; what is common to them is where they are. */
    private static String beginning(ActorPath path) {
        var parts = new ArrayList<String>();
        for (var part : path.getElements()) {
            if (parts.size() == TELLING_PARTS || part.startsWith("$") || parts.contains("temp")) {
                break;
            }
            parts.add(part);
        }
        return "/" + String.join("/", parts);
    }
}
