package dev.perennial.app;

import com.typesafe.config.Config;
import dev.perennial.app.http.RequestWatch;
import dev.perennial.app.telemetry.Gauges;
import dev.perennial.app.telemetry.KamonTelemetry;
import dev.perennial.app.telemetry.RequestMetrics;
import dev.perennial.app.telemetry.TenantLoad;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.persistence.journal.JournalWatch;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Places.Place;
import dev.perennial.persistence.projection.ProjectionStatus;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.sql.PoolUse;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import kamon.Kamon;
import kamon.tag.TagSet;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node is watched: what is told as it happens, and what is looked at now and then. */
final class Watching implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watching.class);
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final Telemetry telemetry;
    private final RequestWatch requests;
    private final TenantLoad tenants;
    private final Clock clock;
    private final Optional<KamonTelemetry> kamon;
    private final Optional<Gauges> gauges;

    private Watching(
            Telemetry telemetry,
            RequestWatch requests,
            TenantLoad tenants,
            Clock clock,
            Optional<KamonTelemetry> kamon,
            Optional<Gauges> gauges) {
        this.telemetry = telemetry;
        this.requests = requests;
        this.tenants = tenants;
        this.clock = clock;
        this.kamon = kamon;
        this.gauges = gauges;
    }

    static Watching start(Settings settings, Config config, Clock clock) {
        var tenants = new TenantLoad(clock);
        var chosen = settings.telemetry();
        if (!chosen.enabled()) {
            return new Watching(Telemetry.NONE, RequestWatch.NONE, tenants, clock, Optional.empty(), Optional.empty());
        }
        var kamon = KamonTelemetry.start(settings.node(), chosen, config);
        var requests = new RequestMetrics(chosen, tenants);
        return new Watching(kamon, requests, tenants, clock, Optional.of(kamon), Optional.of(new Gauges()));
    }

    Telemetry telemetry() {
        return telemetry;
    }

    RequestWatch requests() {
        return requests;
    }

    TenantLoad tenants() {
        return tenants;
    }

    /** Begins to look at a node that serves. */
    void look(ActorSystem<?> system, Database database, Allocation allocation, FollowUps followUps) {
        gauges.ifPresent(looked -> {
            looked.watch(() -> database.pools().forEach(Watching::pool));
            looked.watch(() -> members(allocation));
            looked.watch(() -> failing(followUps));
            looked.watch(() -> behind(followUps, database));
            looked.watch(() -> journal(database));
            mailboxes(system);
            moves(allocation);
        });
    }

    /** Whoever sends a message to an actor of this node waits so long before it is even looked at. */
    private static void mailboxes(ActorSystem<?> system) {
        var delays = Kamon.timer("perennial.actor.mailbox", "from sending a message to an actor to its receipt")
                .withoutTags();
        var probe = system.systemActorOf(
                Behaviors.receiveMessage((Long sent) -> {
                    delays.record(System.nanoTime() - sent);
                    return Behaviors.same();
                }),
                "mailbox-probe",
                Props.empty());
        system.scheduler()
                .scheduleAtFixedRate(PROBE, PROBE, () -> probe.tell(System.nanoTime()), system.executionContext());
    }

    /** Every node hears of every move; the one that gave the shard away counts it. */
    private static void moves(Allocation allocation) {
        var pauses = Kamon.timer("perennial.shard.pauses", "for which a shard that moved away was served by nobody")
                .withoutTags();
        allocation.log().whenMoved(move -> {
            if (move.done() && move.from().equals(allocation.members().self())) {
                pauses.record(move.pause());
            }
        });
    }

    private static void pool(PoolUse use) {
        var pool = TagSet.of("pool", use.name());
        var connections = "of a database pool";
        Gauges.set("perennial.pool.connections", connections, pool.withTag("state", "active"), use.active());
        Gauges.set("perennial.pool.connections", connections, pool.withTag("state", "idle"), use.idle());
        Gauges.set("perennial.pool.most", "connections a pool may have", pool, use.most());
        Gauges.set("perennial.pool.waiting", "threads that wait for a connection", pool, use.waiting());
    }

    private static void members(Allocation allocation) {
        var members = allocation.members().all();
        Gauges.set("perennial.cluster.members", "as this node sees them", TagSet.Empty(), members.size());
        Gauges.set(
                "perennial.cluster.unreachable",
                "members that this node does not hear of",
                TagSet.Empty(),
                members.stream().filter(member -> !member.reachable()).count());
    }

    private static void failing(FollowUps followUps) {
        var failing = followUps.status().stream()
                .filter(status -> status.state() == ProjectionStatus.State.FAILING)
                .collect(Collectors.groupingBy(ProjectionStatus::projection, Collectors.counting()));
        followUps
                .known()
                .forEach(projection -> Gauges.set(
                        "perennial.projection.failing",
                        "runners of this node that cannot go on",
                        TagSet.of("projection", projection.name()),
                        failing.getOrDefault(projection.name(), 0L)));
    }

    /** Also of one that rests, or that no node runs: then nothing else tells. */
    private void behind(FollowUps followUps, Database database) {
        try (var connection = database.projection().getConnection()) {
            for (var projection : followUps.known()) {
                var pending = followUps
                        .places()
                        .of(connection, projection, SliceRange.ALL)
                        .flatMap(Place::pendingSince);
                Gauges.set(
                        "perennial.projection.behind.seconds",
                        "the age of the oldest event that has not taken effect, hidden ones included",
                        TagSet.of("projection", projection.name()),
                        seconds(pending.map(since -> Duration.between(since, clock.instant()))));
            }
        } catch (SQLException away) {
            log.debug("How far projections are cannot be read", away);
        }
    }

    private void journal(Database database) {
        try (var connection = database.observer().getConnection()) {
            var condition = JournalWatch.of(connection);
            Gauges.set(
                    "perennial.journal.hidden.seconds",
                    "for how many seconds a running transaction has kept an event from all projections",
                    TagSet.Empty(),
                    seconds(condition.hiddenSince().map(since -> Duration.between(since, clock.instant()))));
            Gauges.set(
                    "perennial.journal.oldest-transaction.seconds",
                    "for how many seconds the oldest transaction has run that may write",
                    TagSet.Empty(),
                    seconds(condition.oldest().map(JournalWatch.OldestTransaction::age)));
        } catch (SQLException away) {
            log.debug("The journal cannot be looked at", away);
        }
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(0L) / 1e3;
    }

    @Override
    public void close() {
        gauges.ifPresent(Gauges::close);
        kamon.ifPresent(KamonTelemetry::close);
    }
}
