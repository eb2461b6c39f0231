package dev.perennial.persistence.shell;

import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;

/** What an {@link EntityShell} understands. */
sealed interface ShellMessage {

    /** What may cross the network, and therefore names the entity type that its content belongs to. */
    sealed interface Remote extends ShellMessage {
        String type();

        ActorRef<Answer> replyTo();
    }

    /** A command for the decider. */
    record Submit(String type, Object command, CommandMeta meta, ActorRef<Answer> replyTo) implements Remote {}

    /** A question for the committed state. */
    record Read(String type, ActorRef<Answer> replyTo) implements Remote {}

    /** What it is doing, asked on its own node and past its shard: that neither wakes it nor keeps it awake. */
    record Inspect(ActorRef<Activity> replyTo) implements ShellMessage {}

    /** Commands that the inbox hands to the event-sourced part to be decided and written together; none to make sure of the state. */
    record Batch(List<Submit> commands) implements ShellMessage {}

    /** What the journal says of the entity; empty when it does not answer. */
    record Journalled(OptionalLong revision) implements ShellMessage {}

    /** The event-sourced part can take the next batch. */
    enum Ready implements ShellMessage {
        READY
    }

    /** Finish what is waiting, then stop: passivation or hand-over to another node. */
    enum Stop implements ShellMessage {
        STOP
    }
}
