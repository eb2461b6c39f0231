package dev.perennial.app;

import com.typesafe.config.Config;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Flows;
import dev.perennial.app.management.Management;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.cluster.ClusterNode;
import dev.perennial.cluster.Readiness;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.EntityRegistry;
import dev.perennial.persistence.shell.Fence;
import dev.perennial.persistence.shell.JournalSerializer;
import dev.perennial.persistence.shell.Serializers;
import dev.perennial.persistence.shell.ShardedEntities;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.vault.MasterKey;
import dev.perennial.persistence.vault.PersonalData;
import dev.perennial.persistence.vault.SubjectKeys;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One node: the composition root. Everything is made here, from what it needs, and stopped in the opposite order.
 *
 * <p>A start first makes sure of the database, while the actor system joins its cluster; then entities, projections and
 * last the API, so that nothing is offered before what it stands on.
 */
public final class Node implements AutoCloseable {

    private static final String MASTER_KEY_FILE = "master.key";

    private final Storage storage;
    private final DatabaseWatch watch;
    private final Watching watching;
    private final ClusterNode membership;
    private final FollowUps followUps;
    private final Optional<Api> api;
    private final Operations operations;
    private final Management management;
    private final FirstKeys firstKeys;
    private final AtomicBoolean serving;

    private Node(
            Storage storage,
            DatabaseWatch watch,
            Watching watching,
            ClusterNode membership,
            FollowUps followUps,
            Optional<Api> api,
            Operations operations,
            Management management,
            FirstKeys firstKeys,
            AtomicBoolean serving) {
        this.storage = storage;
        this.watch = watch;
        this.watching = watching;
        this.membership = membership;
        this.followUps = followUps;
        this.api = api;
        this.operations = operations;
        this.management = management;
        this.firstKeys = firstKeys;
        this.serving = serving;
    }

    /**
     * Starts a node and answers when it serves.
     *
     * @param overrides settings on top of the configuration files and the environment
     * @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong
     */
    public static Node start(Config overrides, List<Module> modules) {
        return start(overrides, modules, Clock.systemUTC());
    }

    /** The same by another clock, which decides what is due: for tests that let years go by. */
    static Node start(Config overrides, List<Module> modules, Clock clock) {
        var settings = Settings.from(Settings.load(overrides));
        var storage = Storage.open(settings, overrides, clock);
        try {
            return start(settings, storage, modules, clock);
        } catch (RuntimeException | Error failed) {
            storage.close();
            throw failed;
        }
    }

    private static Node start(Settings settings, Storage storage, List<Module> modules, Clock clock) {
        var masterKey = settings.security().masterKeyOr(settings.data().resolve(MASTER_KEY_FILE));
        var prepared = CompletableFuture.runAsync(() -> storage.prepare(masterKey));
        var registry = new EntityRegistry(modules.stream()
                .<EntityType<?, ?, ?, ?>>flatMap(module -> module.entities().stream())
                .toList());
        var codec = new JournalSerializer(registry, settings.entity());
        var system = actorSystem(settings, storage, registry, codec);
        var serving = new AtomicBoolean();
        Readiness.of(system).require("serving", serving::get);
        var membership = ClusterNode.start(system, settings.cluster());
        try {
            prepared.join();
            membership.whenUp().toCompletableFuture().join();
            var watching = Watching.start(settings, storage.config(), clock);
            var _ = system.getWhenTerminated().thenRun(watching::close);
            var followUps = new FollowUps(system, settings, storage.database(), codec, clock, watching.telemetry());
            var operations = Operations.begin(system, settings, storage.database(), registry, followUps, clock);
            var entities = ShardedEntities.start(
                    system,
                    registry,
                    settings.entity(),
                    operations.shards(),
                    clock,
                    Fence.start(system, new TenantQueries(storage.database().query())),
                    followUps::committed,
                    watching.telemetry());
            var platform = platform(settings, storage.database(), masterKey, codec, entities, followUps, clock);
            var _ = system.getWhenTerminated().thenRun(platform.access()::close);
            modules.forEach(module -> followUps.follow(module, platform));
            var api = settings.cluster().roles().contains(Api.ROLE)
                    ? Optional.of(Api.start(system, membership, platform, modules, watching.requests()))
                    : Optional.<Api>empty();
            var management = operations.serve(platform, entities, storage.config(), watching);
            watching.look(system, storage.database(), operations.allocation(), followUps);
            // Not before: a start that fails once a key is stored shows it to nobody, and there is no second one.
            var firstKeys = FirstKeys.create(platform.access());
            var watch = DatabaseWatch.start(storage.database().observer());
            Readiness.of(system).require("database", watch::answers);
            serving.set(true);
            return new Node(
                    storage, watch, watching, membership, followUps, api, operations, management, firstKeys, serving);
        } catch (RuntimeException | Error failed) {
            membership.leave().toCompletableFuture().join();
            throw failed;
        }
    }

    private static Platform platform(
            Settings settings,
            Database database,
            MasterKey masterKey,
            JournalSerializer codec,
            Entities entities,
            FollowUps followUps,
            Clock clock) {
        var ids = new IdDeriver(masterKey);
        return new Platform(
                settings,
                clock,
                database,
                codec,
                entities,
                new Commands(entities, ids),
                new Flows(Executors.newVirtualThreadPerTaskExecutor()),
                ids,
                new PersonalData(new SubjectKeys(database.vault(), masterKey)),
                AccessControl.create(settings.security(), database.vault(), masterKey, ids, entities, clock),
                followUps);
    }

    private static ActorSystem<?> actorSystem(
            Settings settings, Storage storage, EntityRegistry registry, JournalSerializer codec) {
        var types = registry.all().stream().map(EntityType::name).toList();
        var config = ClusterNode.configuration(storage.config(), settings.cluster(), types);
        return ActorSystem.create(
                Behaviors.empty(),
                "perennial",
                ActorSystemSetup.create(
                        BootstrapSetup.create(config), Serializers.setup(registry, codec), storage.journal()));
    }

    /** Where the API is served; empty on a node without the role. */
    public Optional<URI> address() {
        return api.map(Api::address);
    }

    /** The installation's first operator key, once: on the node that made it, at its start. */
    public Optional<String> firstOperatorKey() {
        return firstKeys.operator();
    }

    /** Where the management API is served. */
    public URI managementAddress() {
        return management.address();
    }

    /** The installation's first key for the management API, once: on the node that made it, at its start. */
    public Optional<String> firstManagementKey() {
        return firstKeys.management();
    }

    /** Completes when the node is no longer part of its cluster, on its own account or because the others went on. */
    public CompletionStage<?> whenEnded() {
        return membership.whenEnded();
    }

    /**
     * Has clients go to other nodes, finishes what is in flight, hands the shards over, leaves the cluster and closes the
     * database. Bounded.
     */
    @Override
    public void close() {
        serving.set(false);
        operations.allocation().beginToStop();
        api.ifPresent(Api::close);
        // Moves that are under way end while the management API closes.
        operations.allocation().beginToLeave();
        management.close();
        // Projections go on until others take them over: clients of other nodes wait for what they show.
        membership.leave().toCompletableFuture().join();
        followUps.close();
        watch.close();
        watching.close();
        storage.close();
    }
}
