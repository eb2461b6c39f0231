package dev.perennial.persistence.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
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
 * then a sign of load, which repeating would add to. And when many wait for a node that is gone, they are let go: otherwise
 * they would take the places of those whose nodes are well.
 */
final class Resending {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** Longer than answers take that are on their way. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    /** After a node came, went, or could not be reached, until the shards are balanced anew. */
    private static final Duration AFTERMATH = Duration.ofSeconds(60);

    /** After a shard moved. */
    private static final Duration AFTERMATH_OF_MOVE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final int mostHeld;
    private final Set<Asked> open = ConcurrentHashMap.newKeySet();
    private Map<UniqueAddress, MemberStatus> members = Map.of();
    private volatile long until = System.nanoTime() + AFTERMATH.toNanos();

    /** Without equality of its own: each is another one. */
    private static final class Asked {

        private final EntityRef<ShellMessage> entity;
        private final ShellMessage message;
        private final CompletableFuture<Answer> answer;
        private long sentAt = System.nanoTime();
        private volatile boolean sentAgain;

        Asked(EntityRef<ShellMessage> entity, ShellMessage message, CompletableFuture<Answer> answer) {
            this.entity = entity;
            this.message = message;
            this.answer = answer;
        }

        boolean isOverdue(long now) {
            return now - sentAt >= OVERDUE.toNanos();
        }

        void sendAgain(long now) {
            sentAt = now;
            sentAgain = true;
            entity.tell(message);
        }

        void giveUp() {
            answer.completeExceptionally(new TimeoutException("the node of the entity cannot be reached"));
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

    /** @param mostHeld asked at the same time; beyond, none waits any longer for a node that cannot be reached */
    Resending(ActorSystem<?> system, int mostHeld) {
        this.mostHeld = mostHeld;
        cluster = Cluster.get(system);
        system.scheduler().scheduleWithFixedDelay(LOOK, LOOK, this::look, system.executionContext());
    }

    CompletionStage<Answer> ask(
            EntityRef<ShellMessage> entity, Function<ActorRef<Answer>, ShellMessage> message, Duration timeout) {
        var sent = new ShellMessage[1];
        var answer = Ask.entity(entity, replyTo -> sent[0] = message.apply(replyTo), timeout);
        var asked = new Asked(entity, sent[0], answer);
        open.add(asked);
        return answer.whenComplete((_, _) -> open.remove(asked)).thenApply(asked::certain);
    }

    /** A shard has moved somewhere. From any thread. */
    void moved() {
        extend(System.nanoTime() + AFTERMATH_OF_MOVE.toNanos());
    }

    private synchronized void extend(long to) {
        if (to - until > 0) {
            until = to;
        }
    }

    /** Never runs twice at the same time. */
    private void look() {
        var now = System.nanoTime();
        var state = cluster.state();
        var seen = new HashMap<UniqueAddress, MemberStatus>();
        state.getMembers().forEach(member -> seen.put(member.uniqueAddress(), member.status()));
        var unreachable = !state.getUnreachable().isEmpty();
        if (unreachable || !seen.equals(members)) {
            members = seen;
            extend(now + AFTERMATH.toNanos());
        }
        if (now - until < 0) {
            var giveUp = unreachable && open.size() > mostHeld;
            open.stream()
                    .filter(asked -> asked.isOverdue(now))
                    .forEach(giveUp ? Asked::giveUp : asked -> asked.sendAgain(now));
        }
    }
}
