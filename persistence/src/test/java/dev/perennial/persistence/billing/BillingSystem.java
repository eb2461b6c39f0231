package dev.perennial.persistence.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Commits;
import dev.perennial.persistence.projection.ProjectionSettings;
import dev.perennial.persistence.projection.Projections;
import dev.perennial.persistence.projection.Pulse;
import dev.perennial.persistence.projection.Views;
import dev.perennial.persistence.query.ConsistencyToken;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.JournalSerializer;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Outcome.Committed;
import dev.perennial.persistence.shell.ShellSettings;
import dev.perennial.persistence.shell.ShellSystem;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Billing's entities and views on one database, by a clock that stands until it is set. */
final class BillingSystem implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ShellSettings ENTITIES = new ShellSettings(400, 50, 100, 40, Duration.ofSeconds(20), 100);
    private static final ProjectionSettings PROJECTIONS = new ProjectionSettings(
            50,
            Duration.ofMillis(2),
            Duration.ofMillis(2),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    private final TestDatabase database = TestDatabase.fresh();
    private final TenantQueries queries = new TenantQueries(database.database().query());
    private final Pulse applied = new Pulse();
    private final ShellSystem entities;
    private final HorizonReader reader;
    private final Projections projections;
    private final Set<Entity> touched = ConcurrentHashMap.newKeySet();
    private volatile Instant now;

    private record Entity(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id) {}

    BillingSystem(Instant now) {
        this.now = now;
        this.entities = ShellSystem.start(database, ENTITIES, BillingEntities.ALL, () -> this.now);
        this.reader = new HorizonReader(new JournalSerializer(entities.registry(), ENTITIES));
        this.projections = new Projections(
                database.database().projection(),
                reader,
                PROJECTIONS,
                new Commits(),
                applied,
                Clock.systemUTC(),
                Telemetry.NONE);
    }

    /** Builds the views of what is in the journal, and follows it from there. */
    void show() throws SQLException {
        var views = new Views(database.database(), reader, PROJECTIONS, Clock.systemUTC());
        assertThat(views.prepare(BillingViews.MODULE)).isEqualTo(Views.State.CURRENT);
        SliceRange.split(1).forEach(slices -> projections.start(BillingViews.MODULE.projection(), slices));
    }

    /** Until it shows again: then it goes on from where it was. */
    void rest() {
        SliceRange.split(1).forEach(slices -> projections.stop(BillingViews.MODULE.projection(), slices));
    }

    Instant now() {
        return now;
    }

    void set(Instant time) {
        now = time;
    }

    Entities entities() {
        return entities.entities();
    }

    TenantQueries queries() {
        return queries;
    }

    /** The projection pool. */
    DataSource projection() {
        return database.database().projection();
    }

    /** The revision it leads to. */
    <C> long send(EntityType<?, C, ?, ?> type, TenantId tenant, EntityId id, C command) {
        touched.add(new Entity(type, tenant, id));
        Outcome<?> outcome = entities()
                .send(type, tenant, id, command, CommandMeta.by(Caller.operator("op")))
                .toCompletableFuture()
                .join();
        if (outcome instanceof Committed<?> committed) {
            return committed.revision();
        }
        throw new AssertionError(command + ": " + outcome);
    }

    <S> S read(EntityType<S, ?, ?, ?> type, TenantId tenant, EntityId id) {
        return entities().read(type, tenant, id).toCompletableFuture().join().state();
    }

    /** Until the views show everything that was sent a command as it is. */
    void awaitAllShown() throws InterruptedException {
        var freshness = new Freshness(queries, List.of(BillingViews.MODULE), applied);
        for (var entity : touched) {
            var revision = entities()
                    .read(entity.type(), entity.tenant(), entity.id())
                    .toCompletableFuture()
                    .join()
                    .revision();
            var token = ConsistencyToken.of(entity.type(), entity.id(), revision);
            assertThat(freshness.await(entity.tenant(), token, LONG))
                    .as(entity.toString())
                    .isTrue();
        }
    }

    @Override
    public void close() {
        projections.close();
        entities.close();
        database.close();
    }
}
