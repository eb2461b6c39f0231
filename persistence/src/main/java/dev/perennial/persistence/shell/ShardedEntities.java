package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.telemetry.Span;
import dev.perennial.persistence.telemetry.Telemetry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** {@link Entities} over cluster sharding: one region for each entity type, on nodes with the role {@code entity}. */
public final class ShardedEntities implements Entities {

    /** Nodes with this role host entities; the others reach them through a proxy. */
    public static final String ROLE = "entity";

    private static final Duration INSPECTION = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final ClusterSharding sharding;
    private final ShellSettings settings;
    private final Resending resending;
    private final ShardPolicy policy;
    private final Map<String, Sharded> types = new HashMap<>();

    /** An entity type and what counts its messages. */
    private record Sharded(EntityTypeKey<ShellMessage> key, IntConsumer traffic, Shell<?, ?, ?, ?> shell) {}

    private ShardedEntities(ActorSystem<?> system, ShellSettings settings, ShardPolicy policy) {
        this.system = system;
        this.sharding = ClusterSharding.get(system);
        this.settings = settings;
        this.policy = policy;
        this.resending = new Resending(system, settings.mostHeld());
        policy.whenMoved(resending::moved);
    }

    /** Starts a region or a proxy for every type. {@code onCommit} is told the type after each commit on this node. */
    public static ShardedEntities start(
            ActorSystem<?> system,
            EntityRegistry registry,
            ShellSettings settings,
            ShardPolicy policy,
            InstantSource clock,
            Fence fence,
            Consumer<String> onCommit,
            Telemetry telemetry) {
        var entities = new ShardedEntities(system, settings, policy);
        registry.all()
                .forEach(type -> entities.init(new Shell<>(
                        type,
                        settings,
                        clock,
                        fence,
                        () -> onCommit.accept(type.name()),
                        telemetry,
                        telemetry.entities(type.name()))));
        return entities;
    }

    private <S, C, E, R> void init(Shell<S, C, E, R> shell) {
        var key = EntityTypeKey.create(ShellMessage.class, shell.type().name());
        types.put(
                shell.type().name(), new Sharded(key, policy.meter(shell.type().name()), shell));
        var entity = Entity.of(key, context -> {
                    var tenant = PersistenceIds.tenantOf(context.getEntityId());
                    var id = PersistenceIds.entityOf(context.getEntityId());
                    return EntityShell.create(shell, tenant, id);
                })
                .withRole(ROLE)
                .withStopMessage(ShellMessage.Stop.STOP)
                .withMessageExtractor(new ShardExtractor(policy.key()));
        sharding.init(policy.strategy(shell.type().name())
                .map(entity::withAllocationStrategy)
                .orElse(entity));
    }

    @Override
    public <S, C, E, R> CompletionStage<Outcome<R>> send(
            EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta) {
        var sharded = sharded(type);
        var entity = entity(sharded, tenant, id);
        var span = sharded.shell().span(Span.Kind.CLIENT, command, meta.trace());
        var asked = System.nanoTime();
        Function<ActorRef<Answer>, ShellMessage> submit =
                replyTo -> new ShellMessage.Submit(type.name(), command, meta.traced(span.traceparent()), replyTo);
        // Without a key the entity would not know it again.
        var answered = meta.key().present()
                ? resending.ask(entity, submit, settings.askTimeout())
                : Ask.entity(entity, submit, settings.askTimeout());
        return answered.handle((answer, lost) -> {
            Outcome<R> outcome = answer instanceof Answer.OfCommand of ? typed(of.outcome()) : new Outcome.Unknown<>();
            sharded.shell().meter().answered(outcome.label(), System.nanoTime() - asked);
            if (outcome instanceof Outcome.Unknown<R>) {
                span.fail(outcome.label());
            } else {
                span.end();
            }
            return outcome;
        });
    }

    @Override
    public <S, C, E, R> CompletionStage<Versioned<S>> read(EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
        var sharded = sharded(type);
        var meter = sharded.shell().meter();
        var asked = System.nanoTime();
        return resending
                .ask(
                        entity(sharded, tenant, id),
                        replyTo -> new ShellMessage.Read(type.name(), replyTo),
                        settings.askTimeout())
                .handle((answer, lost) -> {
                    if (answer instanceof Answer.OfRead read) {
                        meter.read("answered", System.nanoTime() - asked);
                        return new Versioned<>(
                                type.state().cast(read.state().state()),
                                read.state().revision());
                    }
                    meter.read("unavailable", System.nanoTime() - asked);
                    throw new EntityUnavailableException(type.name() + " does not answer");
                });
    }

    /**
     * What an entity is doing, if it is in memory on this node. It is asked past sharding, which would start it.
     *
     * @param type one that is registered
     */
    public CompletionStage<Optional<Activity>> activity(String type, TenantId tenant, EntityId id) {
        var shardingId = PersistenceIds.shardingId(tenant, id);
        var path = "/system/sharding/%s/%d/%s"
                .formatted(
                        URLEncoder.encode(type, StandardCharsets.UTF_8),
                        policy.key().shard(shardingId),
                        URLEncoder.encode(shardingId, StandardCharsets.UTF_8));
        return Adapter.toClassic(system)
                .actorSelection(path)
                .resolveOne(INSPECTION)
                .thenCompose(entity -> AskPattern.<ShellMessage, Activity>ask(
                        Adapter.toTyped(entity), ShellMessage.Inspect::new, INSPECTION, system.scheduler()))
                // It is not there, or left while it was asked.
                .handle((activity, _) -> Optional.ofNullable(activity));
    }

    private Sharded sharded(EntityType<?, ?, ?, ?> type) {
        var sharded = types.get(type.name());
        if (sharded == null) {
            throw new IllegalArgumentException("entity type " + type.name() + " is not registered");
        }
        return sharded;
    }

    private EntityRef<ShellMessage> entity(Sharded sharded, TenantId tenant, EntityId id) {
        var shardingId = PersistenceIds.shardingId(tenant, id);
        sharded.traffic().accept(policy.key().shard(shardingId));
        return sharding.entityRefFor(sharded.key(), shardingId);
    }

    /** The reply came from the shell of this very type, which cast it to its reply class. */
    @SuppressWarnings("unchecked")
    private static <R> Outcome<R> typed(Outcome<?> outcome) {
        return (Outcome<R>) outcome;
    }
}
