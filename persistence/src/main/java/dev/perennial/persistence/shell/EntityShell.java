package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * The one event-sourced actor: it hosts any decider. Its {@link Inbox} hands it one batch at a time; it decides the
 * batch, stores all its events in one atomic write and answers after the commit.
 */
final class EntityShell<S, C, E, R> extends EventSourcedBehavior<ShellMessage, Recorded<E>, Held<S>> {

    private static final int SNAPSHOTS_KEPT = 2;

    private final Shell<S, C, E, R> shell;
    private final TenantId tenant;
    private final EntityId id;
    private final Inbox inbox;
    private final ActorRef<ShellMessage> self;
    private final long began = System.nanoTime();
    private boolean recovered;
    private @Nullable Round<S, C, E, R> open;

    private EntityShell(
            Shell<S, C, E, R> shell, TenantId tenant, EntityId id, Inbox inbox, ActorRef<ShellMessage> self) {
        super(PersistenceId.ofUniqueId(PersistenceIds.of(shell.type(), tenant, id)));
        this.shell = shell;
        this.tenant = tenant;
        this.id = id;
        this.inbox = inbox;
        this.self = self;
    }

    static <S, C, E, R> Behavior<ShellMessage> create(Shell<S, C, E, R> shell, TenantId tenant, EntityId id) {
        return Behaviors.setup(context -> {
            var inbox = new Inbox(shell, context.getSelf());
            return Behaviors.intercept(() -> inbox, new EntityShell<>(shell, tenant, id, inbox, context.getSelf()));
        });
    }

    @Override
    public String journalPluginId() {
        return "perennial.journal";
    }

    @Override
    public String snapshotPluginId() {
        return "perennial.snapshots";
    }

    @Override
    public Held<S> emptyState() {
        return shell.initial();
    }

    @Override
    public CommandHandler<ShellMessage, Recorded<E>, Held<S>> commandHandler() {
        return (held, message) -> switch (message) {
            case ShellMessage.Batch batch -> decide(held, batch);
            case ShellMessage.Journalled(var revision) -> compare(held, revision);
            case ShellMessage.Stop _ -> Effect().stop();
            case ShellMessage.Submit _, ShellMessage.Read _, ShellMessage.Inspect _, ShellMessage.Ready _ ->
                throw new IllegalStateException("the inbox keeps these to itself");
        };
    }

    @Override
    public EventHandler<Held<S>, Recorded<E>> eventHandler() {
        return shell::evolve;
    }

    @Override
    public SignalHandler<Held<S>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .onSignal(PostStop.instance(), this::left)
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(shell.settings().snapshotEvery(), SNAPSHOTS_KEPT);
    }

    private void recovered(Held<S> held) {
        recovered = true;
        shell.meter().recovered(System.nanoTime() - began);
        inbox.ready(held);
    }

    private void left(Held<S> held) {
        if (recovered) {
            shell.meter().left();
        }
        if (open != null) {
            open.abandon();
        }
    }

    private Effect<Recorded<E>, Held<S>> decide(Held<S> held, ShellMessage.Batch batch) {
        var round = new Round<>(shell, tenant, id, held);
        batch.commands().forEach(round::decide);
        if (round.events().isEmpty() && shell.fence().holds(System.nanoTime())) {
            return Effect().none().thenRun(unchanged -> finish(round, unchanged));
        }
        open = round;
        if (round.events().isEmpty()) {
            var _ = shell.fence()
                    .revision(tenant, PersistenceIds.of(shell.type(), tenant, id))
                    .thenAccept(revision -> self.tell(new ShellMessage.Journalled(revision)));
            return Effect().none();
        }
        round.storing();
        var begun = System.nanoTime();
        return Effect().persist(round.events()).thenRun(stored -> {
            shell.meter().wrote(batch.commands().size(), System.nanoTime() - begun);
            round.events()
                    .forEach(recorded -> shell.meter().stored(recorded.event().getClass()));
            finish(round, stored);
            shell.onCommit().run();
        });
    }

    /** Of a round that changes nothing. If the journal does not have the same, this is not the entity any more. */
    private Effect<Recorded<E>, Held<S>> compare(Held<S> held, OptionalLong journalled) {
        var round = Objects.requireNonNull(open);
        if (journalled.equals(OptionalLong.of(held.revision()))) {
            return Effect().none().thenRun(unchanged -> finish(round, unchanged));
        }
        open = null;
        round.refuseAll();
        inbox.answered();
        return Effect().stop();
    }

    private void finish(Round<S, C, E, R> round, Held<S> held) {
        open = null;
        inbox.ready(held, round::answerAll);
    }
}
