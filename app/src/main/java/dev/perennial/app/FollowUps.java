package dev.perennial.app;

import dev.perennial.persistence.journal.EventCodec;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.projection.ProjectionStatus;
import dev.perennial.persistence.projection.Projections;
import dev.perennial.persistence.projection.Pulse;
import dev.perennial.persistence.projection.ViewModule;
import dev.perennial.persistence.projection.Views;
import dev.perennial.persistence.sql.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens after a commit, on whatever node: views, the steps of processes, and chores. */
public final class FollowUps implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FollowUps.class);

    private static final Duration LOOK_AFTER_VIEWS = Duration.ofSeconds(30);

    private final Pulse applied = new Pulse();
    private final Map<String, ViewModule> viewModules = new ConcurrentHashMap<>();
    private final Database database;
    private final Clock clock;
    private final HorizonReader reader;
    private final int instances;
    private final PulseRelay relay;
    private final Projections projections;
    private final Views views;
    private final Daemons daemons;

    FollowUps(ActorSystem<?> system, Settings settings, Database database, EventCodec codec, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.reader = new HorizonReader(codec);
        var written = new Pulse();
        this.instances = settings.projectionInstances();
        this.relay = new PulseRelay(system, written);
        this.projections =
                new Projections(database.projection(), reader, settings.projection(), written, applied, clock);
        this.views = new Views(database, reader, settings.projection(), clock);
        this.daemons = new Daemons(system);
    }

    /** Something was committed on this node. Cheap, from any thread. */
    void committed() {
        relay.committed();
    }

    /** Starts the module's share of following the journal. */
    void follow(Module module, Platform platform) {
        module.views(platform).ifPresent(this::serve);
        module.reactions(platform).forEach(reaction -> daemons.project(projections, reaction, instances));
        module.chores(platform).forEach(daemons::repeat);
    }

    /** Rings when a page of events has been applied to the views by this node. */
    public Pulse applied() {
        return applied;
    }

    /** How the projections of this node are doing. */
    public List<ProjectionStatus> status() {
        return projections.status();
    }

    /**
     * How long an event has been kept from all projections by a transaction that does not end. Blocks.
     *
     * @return empty while the database does not answer
     */
    public Optional<Duration> hidden() {
        try (var connection = database.projection().getConnection()) {
            return Optional.of(reader.hiddenFor(connection, clock.instant()));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * Builds a module's views anew while they serve; returns at once.
     *
     * @return false if no module of that name has views
     */
    public boolean rebuild(String module) {
        var found = viewModules.get(module);
        if (found == null) {
            return false;
        }
        Thread.startVirtualThread(() -> build(found));
        return true;
    }

    private void serve(ViewModule module) {
        viewModules.put(module.name(), module);
        try {
            switch (views.prepare(module)) {
                case CURRENT -> {}
                case OUTDATED -> Thread.startVirtualThread(() -> build(module));
                case NEWER ->
                    log.warn("The views of {} were made by a newer version and are left to it", module.name());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the views of " + module.name() + " cannot be prepared", e);
        }
        daemons.project(projections, module.projection(), instances);
        daemons.repeat(new Chore("views-" + module.name(), LOOK_AFTER_VIEWS, () -> buildIfOutdated(module)));
    }

    /** A build may have failed, or died with its node. */
    private void buildIfOutdated(ViewModule module) throws SQLException {
        if (views.prepare(module) == Views.State.OUTDATED) {
            build(module);
        }
    }

    private void build(ViewModule module) {
        try {
            log.info("Building the views of {} anew", module.name());
            log.info(
                    views.rebuild(module) ? "The views of {} are new" : "Another node builds the views of {} already",
                    module.name());
        } catch (SQLException | RuntimeException e) {
            log.error("The views of {} could not be built anew; the present ones stay", module.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        projections.close();
    }
}
