package dev.perennial.persistence.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Asks, and asks again while entities move. What was on its way to a node that died is gone, and when a shard moves, a
 * message in between may be dropped too; the caller would wait in vain until its time-out, though the entity soon lives
 * elsewhere.
 *
 * <p>Only what may arrive twice may be asked here. Nothing is repeated in a cluster at rest: that an answer takes long is
 * then a sign of load, which repeating would add to.
 */
final class Resending {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** Longer than answers take that are on their way. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    /** After a node came, went, or could not be reached, until the shards are balanced anew. */
    private static final Duration AFTERMATH = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Set<Asked> open = ConcurrentHashMap.newKeySet();
    private Map<UniqueAddress, MemberStatus> members = Map.of();
    private long lastChange = System.nanoTime();

    /** Without equality of its own: each is another one. */
    private static final class Asked {

        private final EntityRef<ShellMessage> entity;
        private final ShellMessage message;
        private long sentAt = System.nanoTime();
        private volatile boolean sentAgain;

        Asked(EntityRef<ShellMessage> entity, ShellMessage message) {
            this.entity = entity;
            this.message = message;
        }

        void againIfOverdue(long now) {
            if (now - sentAt >= OVERDUE.toNanos()) {
                sentAt = now;
                sentAgain = true;
                entity.tell(message);
            }
        }

        /** That it took effect is certain. Any other answer may be to one copy while another one takes effect. */
        Answer certain(Answer answer) {
            return sentAgain
                            && answer instanceof Answer.OfCommand(String type, Outcome<?> outcome)
                            && !(outcome instanceof Outcome.Committed<?>)
                    ? new Answer.OfCommand(type, new Outcome.Unknown<>())
                    : answer;
        }
    }

    Resending(ActorSystem<?> system) {
        cluster = Cluster.get(system);
        system.scheduler().scheduleWithFixedDelay(LOOK, LOOK, this::look, system.executionContext());
    }

    CompletionStage<Answer> ask(
            EntityRef<ShellMessage> entity, Function<ActorRef<Answer>, ShellMessage> message, Duration timeout) {
        var asked = new Asked[1];
        var answer = Ask.entity(
                entity,
                replyTo -> {
                    asked[0] = new Asked(entity, message.apply(replyTo));
                    open.add(asked[0]);
                    return asked[0].message;
                },
                timeout);
        return answer.whenComplete((_, _) -> open.remove(asked[0])).thenApply(got -> asked[0].certain(got));
    }

    /** Never runs twice at the same time. */
    private void look() {
        var now = System.nanoTime();
        var state = cluster.state();
        var seen = new HashMap<UniqueAddress, MemberStatus>();
        state.getMembers().forEach(member -> seen.put(member.uniqueAddress(), member.status()));
        if (!seen.equals(members) || !state.getUnreachable().isEmpty()) {
            members = seen;
            lastChange = now;
        }
        if (now - lastChange < AFTERMATH.toNanos()) {
            open.forEach(asked -> asked.againIfOverdue(now));
        }
    }
}
