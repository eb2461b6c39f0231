package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision.Accepted;
import dev.perennial.domain.kernel.Decision.Rejected;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.telemetry.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Decides the commands of one batch in order, each against the state that the ones before it lead to. Nothing of it is
 * true before its events are stored: the answers wait for that, also those of commands that only refused or repeated,
 * because they were decided against a state that is not durable yet.
 */
final class Round<S, C, E, R> {

    private final Shell<S, C, E, R> shell;
    private final TenantId tenant;
    private final EntityId id;
    private final Instant now;
    private final RecentCommands recent;
    private final Map<RecentCommands.Id, RecentCommands.Effect> decidedHere = new HashMap<>(4);
    private final List<Recorded<E>> events = new ArrayList<>();
    private final List<PendingAnswer> answers = new ArrayList<>();
    private final List<Span> writes = new ArrayList<>(0);
    private S state;
    private long revision;

    /** An answer that waits for the commit. */
    private record PendingAnswer(ActorRef<Answer> replyTo, Outcome<?> outcome, Span span) {}

    Round(Shell<S, C, E, R> shell, TenantId tenant, EntityId id, Held<S> held) {
        this.shell = shell;
        this.tenant = tenant;
        this.id = id;
        this.now = shell.clock().instant();
        this.recent = held.recent();
        this.state = held.state();
        this.revision = held.revision();
    }

    void decide(ShellMessage.Submit submit) {
        var span = shell.span(Span.Kind.SERVER, submit.command(), submit.meta().trace());
        var outcome = outcomeOf(submit, submit.meta().traced(span.traceparent()));
        answers.add(new PendingAnswer(submit.replyTo(), outcome, span));
    }

    List<Recorded<E>> events() {
        return events;
    }

    /** The actor ends before the round does. */
    void abandon() {
        writes.forEach(write -> write.fail("not stored"));
        answers.forEach(answer -> answer.span().fail("not stored"));
    }

    /** What was decided goes to the journal. */
    void storing() {
        for (var answer : answers) {
            if (Span.isSampled(answer.span().traceparent())) {
                writes.add(shell.telemetry()
                        .begin(Span.Kind.CLIENT, "journal write", answer.span().traceparent()));
            }
        }
    }

    /** Nothing happened, and what was decided is not to be told. */
    void refuseAll() {
        for (var answer : answers) {
            answer.span().fail("not confirmed");
            answer.replyTo().tell(new Answer.OfCommand(shell.type().name(), new Outcome.Overloaded<>()));
        }
    }

    void answerAll() {
        writes.forEach(Span::end);
        for (var answer : answers) {
            answer.span()
                    .tag("tenant", tenant.value())
                    .tag("outcome", answer.outcome().label())
                    .end();
            answer.replyTo().tell(new Answer.OfCommand(shell.type().name(), answer.outcome()));
        }
    }

    private Outcome<R> outcomeOf(ShellMessage.Submit submit, CommandMeta meta) {
        var earlier = earlierEffect(meta.key());
        if (earlier != null) {
            return earlier.fingerprint() == meta.key().fingerprint()
                    ? new Outcome.Committed<>(earlier.revision(), replyOf(earlier), true)
                    : new Outcome.KeyReused<>();
        }
        if (meta.expectedRevision() != CommandMeta.ANY_REVISION && meta.expectedRevision() != revision) {
            return new Outcome.RevisionMismatch<>(revision);
        }
        var command = shell.type().command().cast(submit.command());
        var context = new Context(tenant, id, now, meta.caller());
        return switch (shell.type().decider().decide(state, command, context)) {
            case Rejected<E, R>(var rejection) -> new Outcome.Refused<>(rejection);
            case Accepted<E, R>(var accepted, var reply) -> {
                accept(meta, accepted, reply);
                yield new Outcome.Committed<>(revision, reply, false);
            }
        };
    }

    private void accept(CommandMeta meta, List<E> accepted, R reply) {
        var storedReply = reply == Done.DONE ? null : reply;
        for (var i = 0; i < accepted.size(); i++) {
            var event = accepted.get(i);
            var last = i == accepted.size() - 1;
            events.add(new Recorded<>(event, meta.caller(), meta.key(), last ? storedReply : null, meta.trace()));
            state = shell.type().decider().evolve(state, event);
            revision++;
        }
        if (meta.key().present() && !accepted.isEmpty()) {
            decidedHere.put(
                    RecentCommands.Id.of(meta.key()),
                    new RecentCommands.Effect(meta.key().fingerprint(), revision, storedReply));
        }
    }

    private RecentCommands.@Nullable Effect earlierEffect(CommandKey key) {
        var stored = recent.find(key);
        return stored != null || !key.present() ? stored : decidedHere.get(RecentCommands.Id.of(key));
    }

    private R replyOf(RecentCommands.Effect effect) {
        var reply = effect.reply();
        return shell.type().reply().cast(reply == null ? Done.DONE : reply);
    }
}
