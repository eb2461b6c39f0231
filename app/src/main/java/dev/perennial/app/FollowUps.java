package dev.perennial.app;

import dev.perennial.app.management.StuckWork;
import dev.perennial.persistence.journal.EventCodec;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.operation.DirectiveTable;
import dev.perennial.persistence.projection.Commits;
import dev.perennial.persistence.projection.Places;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.ProjectionStatus;
import dev.perennial.persistence.projection.Projections;
import dev.perennial.persistence.projection.Pulse;
import dev.perennial.persistence.projection.ViewModule;
import dev.perennial.persistence.projection.Views;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;

/** What happens after a commit, on whatever node: views, the steps of processes, and chores. */
public final class FollowUps implements AutoCloseable {

    private static final Duration LOOK_AFTER_VIEWS = Duration.ofSeconds(30);

    private final Pulse applied = new Pulse();
    private final Map<String, Projection> known = new ConcurrentHashMap<>();
    private final int instances;
    private final boolean follows;
    private final PulseRelay relay;
    private final Projections projections;
    private final Places places;
    private final ViewBuilds builds;
    private final Daemons daemons;

    FollowUps(
            ActorSystem<?> system,
            Settings settings,
            Database database,
            EventCodec codec,
            Clock clock,
            Telemetry telemetry) {
        var reader = new HorizonReader(codec);
        var written = new Commits();
        this.places = new Places(reader);
        this.instances = settings.projectionInstances();
        this.follows = settings.cluster().roles().contains(Daemons.PROJECTION_ROLE);
        this.relay = new PulseRelay(system, written);
        this.projections = new Projections(
                database.projection(), reader, settings.projection(), written, applied, clock, telemetry);
        // Until it is known who has to rest.
        projections.pause(_ -> true);
        this.builds = new ViewBuilds(
                new Views(database, reader, settings.projection(), clock), new DirectiveTable(database.operation()));
        this.daemons = new Daemons(system, clock);
    }

    /** Something of the entity type was committed on this node. Cheap, from any thread. */
    void committed(String type) {
        relay.committed(type);
    }

    /** Starts the module's share of following the journal. */
    void follow(Module module, Platform platform) {
        module.views(platform).ifPresent(this::serve);
        module.reactions(platform).forEach(this::project);
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

    /** Tells how far projections are. */
    Places places() {
        return places;
    }

    /** Every projection of this program. */
    public Collection<Projection> known() {
        return List.copyOf(known.values());
    }

    /** Projections and chores of this node that fail. */
    public List<StuckWork.Item> stuck() {
        var failing = projections.status().stream()
                .filter(status -> status.state() == ProjectionStatus.State.FAILING)
                .flatMap(status -> status.failure().stream()
                        .map(failure -> new StuckWork.Item(
                                "projection",
                                status.projection() + ", " + status.slices(),
                                failure.error(),
                                failure.at(),
                                failure.times(),
                                Optional.of(failure.again()))));
        return Stream.concat(failing, daemons.failing().stream()).toList();
    }

    /** From now on these orders hold. Until they are told once, no projection runs. Must not block. */
    public void obey(Collection<Directive> orders) {
        projections.pause(subjects(orders, Directive.Kind.PAUSE_PROJECTION)::contains);
        if (follows) {
            builds.obey(subjects(orders, Directive.Kind.REBUILD_VIEW));
        }
    }

    private static Set<String> subjects(Collection<Directive> orders, Directive.Kind kind) {
        return orders.stream()
                .filter(order -> order.kind() == kind)
                .map(Directive::subject)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void serve(ViewModule module) {
        builds.serve(module);
        project(module.projection());
        daemons.repeat(new Chore("views-" + module.name(), LOOK_AFTER_VIEWS, () -> {
            builds.buildIfOutdated(module);
            return Chore.Due.NOTHING;
        }));
    }

    private void project(Projection projection) {
        known.put(projection.name(), projection);
        daemons.project(projections, projection, instances);
    }

    @Override
    public void close() {
        projections.close();
    }
}
