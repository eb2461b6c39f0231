package dev.perennial.persistence.shell;

import com.typesafe.config.ConfigFactory;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.journal.JournalSettings;
import dev.perennial.persistence.journal.JournalStore;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Entities on a cluster of one node over the real journal; closing it and starting another is a restart. */
public final class ShellSystem implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final ActorSystem<?> system;
    private static final int SHARDS = 8;

    private final ShardedEntities entities;
    private final JournalStore journal;
    private final EntityRegistry registry;
    private final AtomicInteger commits = new AtomicInteger();

    private ShellSystem(
            TestDatabase database,
            ShellSettings settings,
            List<EntityType<?, ?, ?, ?>> types,
            InstantSource clock,
            BiFunction<ActorSystem<?>, TenantQueries, Fence> fence) {
        registry = new EntityRegistry(types);
        // Loaded with, not on top of, the references: they derive the journal's settings from these.
        var config = ConfigFactory.load(ConfigFactory.parseMap(Map.of(
                "perennial.database.url",
                database.settings().url(),
                "pekko.actor.provider",
                "cluster",
                "pekko.remote.artery.canonical.hostname",
                "127.0.0.1",
                "pekko.remote.artery.canonical.port",
                0,
                "pekko.cluster.roles",
                List.of(ShardedEntities.ROLE),
                "pekko.cluster.sharding.number-of-shards",
                SHARDS,
                "pekko.loglevel",
                "WARNING")));
        journal = JournalStore.open(database.database().journal(), JournalSettings.from(config), clock);
        var setup = ActorSystemSetup.create(
                BootstrapSetup.create(config),
                Serializers.setup(registry, new JournalSerializer(registry, settings)),
                journal);
        system = ActorSystem.create(Behaviors.empty(), "shell", setup);
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        entities = ShardedEntities.start(
                system,
                registry,
                settings,
                ShardPolicy.stock(new ShardKey(SHARDS, SHARDS)),
                clock,
                fence.apply(system, new TenantQueries(database.database().query())),
                _ -> commits.incrementAndGet(),
                Telemetry.NONE);
    }

    public static ShellSystem start(TestDatabase database, ShellSettings settings, EntityType<?, ?, ?, ?>... types) {
        return start(database, settings, List.of(types), InstantSource.system());
    }

    /** @param clock by which the entities decide */
    public static ShellSystem start(
            TestDatabase database, ShellSettings settings, List<EntityType<?, ?, ?, ?>> types, InstantSource clock) {
        return new ShellSystem(database, settings, types, clock, Fence::start);
    }

    /** With entities whose node is out of touch unless the lease is renewed. */
    static ShellSystem start(
            TestDatabase database, ShellSettings settings, EntityType<?, ?, ?, ?> type, ReadLease lease) {
        return new ShellSystem(
                database, settings, List.of(type), InstantSource.system(), (_, queries) -> new Fence(lease, queries));
    }

    public ShardedEntities entities() {
        return entities;
    }

    public EntityRegistry registry() {
        return registry;
    }

    public ActorSystem<?> system() {
        return system;
    }

    /** How many commits the entities signalled. */
    public int commits() {
        return commits.get();
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the actor system does not stop", e);
        } finally {
            journal.close();
        }
    }
}
