package dev.perennial.persistence.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.util.Timeout;
import scala.concurrent.ExecutionContext;

/**
 * Asks an entity. What follows the answer runs where that arrives, so it must not block: the stages of Pekko's own
 * {@code ask} hand it to the common pool, which costs every request a wake-up of another thread.
 */
final class Ask {

    private Ask() {}

    /** Fails after the timeout. */
    static CompletableFuture<Answer> entity(
            EntityRef<ShellMessage> entity, Function<ActorRef<Answer>, ShellMessage> message, Duration timeout) {
        var answer = new CompletableFuture<Answer>();
        entity.asScala()
                .<Answer>ask(message::apply, Timeout.create(timeout))
                .onComplete(
                        result -> result.isSuccess()
                                ? answer.complete(result.get())
                                : answer.completeExceptionally(result.failed().get()),
                        ExecutionContext.parasitic$.MODULE$);
        return answer;
    }
}
