package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.EventPage;
import dev.perennial.persistence.journal.Feed;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Offsets.Row;
import dev.perennial.persistence.projection.ProjectionRunner.Step;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Builds the views of one module anew in a schema beside the live one, and exchanges the two. For one run. */
final class ViewRebuild {

    private static final int BUILDERS = 2;

    private final Database database;
    private final HorizonReader reader;
    private final Clock clock;
    private final ProjectionSettings settings;
    private final ViewModule module;
    private final String buildingSchema;
    private final String retiredSchema;
    private final Projection building;

    ViewRebuild(Database database, HorizonReader reader, ProjectionSettings settings, Clock clock, ViewModule module) {
        this.database = database;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
        this.module = module;
        this.buildingSchema = module.name() + "_rebuild";
        this.retiredSchema = module.name() + "_retired";
        this.building = module.into(module.name() + "@rebuild", buildingSchema);
    }

    /** Takes as long as reading the journal does. Nobody else may be at it. */
    void run() throws SQLException, InterruptedException {
        Jdbc.inTransaction(database.owner(), this::startOver);
        catchUp();
        Jdbc.inTransaction(database.owner(), this::exchange);
        Jdbc.inTransaction(database.owner(), connection -> {
            ViewSchemas.dropIfExists(connection, retiredSchema);
            return true;
        });
    }

    /** Also after one that was interrupted. */
    private boolean startOver(Connection connection) throws SQLException {
        ViewSchemas.dropIfExists(connection, retiredSchema);
        ViewSchemas.dropIfExists(connection, buildingSchema);
        Views.forget(connection, building.name());
        ViewSchemas.create(connection, module, buildingSchema);
        Views.begin(connection, building);
        return true;
    }

    private void catchUp() throws InterruptedException {
        try (var builders = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = SliceRange.split(BUILDERS).stream()
                    .map(slices -> builders.submit(() -> catchUp(slices)))
                    .toList();
            for (var task : tasks) {
                await(task);
            }
        }
    }

    private Step catchUp(SliceRange slices) throws Exception {
        var progress =
                new Progress(building.name(), slices, clock, new Pulse(), Telemetry.NONE.projection(building.name()));
        var runner = new ProjectionRunner(
                database.projection(), reader, building, slices, settings, progress, Telemetry.NONE);
        var step = Step.MORE;
        while (step == Step.MORE || step == Step.OVERTAKEN) {
            step = runner.step();
        }
        if (step == Step.FOREIGN_FORM) {
            throw new IllegalStateException("what was built of " + module.name() + " is gone");
        }
        return step;
    }

    /** Holds the live projection's offsets, so nothing moves while the rest is applied and the names change. */
    private boolean exchange(Connection connection) throws SQLException {
        var live = new Offsets(module.name());
        var liveRows = live.lockAll(connection);
        var end = applyRest(connection, new Offsets(building.name()).lockAll(connection));
        Views.forget(connection, building.name());
        live.replace(connection, liveRows, List.of(new Row(SliceRange.ALL, end)));
        Jdbc.update(connection, "alter schema %s rename to %s".formatted(module.name(), retiredSchema));
        Jdbc.update(connection, "alter schema %s rename to %s".formatted(buildingSchema, module.name()));
        Jdbc.update(
                connection,
                "update projection.views set fingerprint = ?, built_at = now() where projection = ?",
                building.fingerprint(),
                module.name());
        return true;
    }

    private Position applyRest(Connection connection, List<Row> rows) throws SQLException {
        var view = (Projection.View) building.handler();
        var feed = new Feed(building.types(), SliceRange.ALL);
        var end = rows.stream().map(Row::position).max(Position::compareTo).orElseThrow();
        EventPage page;
        var from = Offsets.lowest(rows);
        do {
            page = reader.page(connection, feed, from, settings.pageSize());
            view.apply(connection, Offsets.fresh(rows, page));
            from = page.end();
            end = Position.later(end, from);
        } while (page.full());
        return end;
    }

    private static void await(Future<?> task) throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("building the views failed", e.getCause());
        }
    }
}
