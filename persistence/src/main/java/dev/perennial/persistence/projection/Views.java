package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.EventPage;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Offsets.Row;
import dev.perennial.persistence.projection.ProjectionRunner.Step;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Creates the views of modules and builds them anew while they serve.
 *
 * <p>A rebuild fills a schema beside the live one from the beginning of the journal, then stops the live projection for as
 * long as it takes to apply the last few events, and exchanges the two by name. Queries and writers name the schema, so
 * their next statement meets the new tables; none fails.
 */
public final class Views {

    /** How a module's views stand to this program. */
    public enum State {
        /** They are of this program's form. */
        CURRENT,
        /** They are of an older form: {@link #rebuild} them. Until then they serve as they are and are not kept up by us. */
        OUTDATED,
        /** A newer program wrote them. This one leaves them alone. */
        NEWER
    }

    private static final int BUILDERS = 2;

    private final Database database;
    private final HorizonReader reader;
    private final Clock clock;
    private final int pageSize;

    public Views(Database database, HorizonReader reader, int pageSize, Clock clock) {
        this.database = database;
        this.reader = reader;
        this.pageSize = pageSize;
        this.clock = clock;
    }

    /** Creates the module's views if there are none. Safe to call from all nodes at once. */
    public State prepare(ViewModule module) throws SQLException {
        return Jdbc.inTransaction(database.owner(), connection -> {
            Jdbc.query(connection, "select pg_advisory_xact_lock(hashtext(?))", _ -> 0, lockName(module));
            var form = form(connection, module.name());
            if (form.isEmpty()) {
                ViewSchemas.create(connection, module, module.name());
                begin(connection, module, module.name());
                return State.CURRENT;
            }
            if (form.getFirst().equals(module.fingerprint())) {
                return State.CURRENT;
            }
            return version(form.getFirst()) > module.version() ? State.NEWER : State.OUTDATED;
        });
    }

    /**
     * Builds the module's views from the whole journal while the present ones serve, and puts them in their place. Takes
     * as long as reading the journal does.
     *
     * @return false if another node is at it already
     */
    public boolean rebuild(ViewModule module) throws SQLException, InterruptedException {
        try (var guard = database.owner().getConnection()) {
            var mine = Jdbc.query(
                    guard, "select pg_try_advisory_lock(hashtext(?))", row -> row.getBoolean(1), lockName(module));
            if (!mine.getFirst()) {
                return false;
            }
            Jdbc.inTransaction(database.owner(), connection -> startOver(connection, module));
            catchUp(module);
            Jdbc.inTransaction(database.owner(), connection -> exchange(connection, module));
            Jdbc.inTransaction(database.owner(), connection -> {
                ViewSchemas.dropIfExists(connection, retired(module));
                return true;
            });
            return true;
        }
    }

    private boolean startOver(Connection connection, ViewModule module) throws SQLException {
        ViewSchemas.dropIfExists(connection, retired(module));
        ViewSchemas.dropIfExists(connection, building(module));
        forget(connection, buildingName(module));
        ViewSchemas.create(connection, module, building(module));
        begin(connection, module, buildingName(module));
        return true;
    }

    private void catchUp(ViewModule module) throws InterruptedException {
        try (var builders = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = SliceRange.split(BUILDERS).stream()
                    .map(slices -> builders.submit(() -> catchUp(module, slices)))
                    .toList();
            for (var task : tasks) {
                await(task);
            }
        }
    }

    private Step catchUp(ViewModule module, SliceRange slices) throws Exception {
        var projection = module.into(buildingName(module), building(module));
        var progress = new Progress(projection.name(), slices, clock, new Pulse());
        var runner = new ProjectionRunner(database.projection(), reader, projection, slices, pageSize, progress);
        var step = Step.MORE;
        while (step == Step.MORE || step == Step.OVERTAKEN) {
            step = runner.step();
        }
        return step;
    }

    /** Holds the live projection's offsets, so nothing moves while the rest is applied and the names change. */
    private boolean exchange(Connection connection, ViewModule module) throws SQLException {
        var live = new Offsets(module.name());
        var building = new Offsets(buildingName(module));
        var liveRows = lockAll(connection, live);
        var end = applyRest(connection, module, lockAll(connection, building));
        forget(connection, buildingName(module));
        live.replace(connection, liveRows, List.of(new Row(SliceRange.ALL, end)));
        Jdbc.update(connection, "alter schema %s rename to %s".formatted(module.name(), retired(module)));
        Jdbc.update(connection, "alter schema %s rename to %s".formatted(building(module), module.name()));
        Jdbc.update(
                connection,
                "update projection.views set fingerprint = ?, built_at = now() where projection = ?",
                module.fingerprint(),
                module.name());
        return true;
    }

    private Position applyRest(Connection connection, ViewModule module, List<Row> rows) throws SQLException {
        var view = (Projection.View)
                module.into(buildingName(module), building(module)).handler();
        var end = rows.stream().map(Row::position).max(Position::compareTo).orElseThrow();
        EventPage page;
        var from = Offsets.lowest(rows);
        do {
            page = reader.page(connection, SliceRange.ALL, from, pageSize);
            var fresh = page.events().stream()
                    .filter(event -> !Offsets.includes(rows, event.slice(), event.position()))
                    .toList();
            view.apply(connection, fresh);
            from = page.end();
            end = Position.later(end, from);
        } while (page.full());
        return end;
    }

    /** Tries again while a runner divides the rows anew. */
    private static List<Row> lockAll(Connection connection, Offsets offsets) throws SQLException {
        while (true) {
            var rows = offsets.lock(connection, SliceRange.ALL).rows();
            if (Offsets.covers(rows, SliceRange.ALL)) {
                return rows;
            }
        }
    }

    private static void begin(Connection connection, ViewModule module, String projection) throws SQLException {
        new Offsets(projection).begin(connection);
        Jdbc.update(
                connection,
                "insert into projection.views (projection, fingerprint) values (?, ?)",
                projection,
                module.fingerprint());
    }

    private static void forget(Connection connection, String projection) throws SQLException {
        Jdbc.update(connection, "delete from projection.offsets where projection = ?", projection);
        Jdbc.update(connection, "delete from projection.views where projection = ?", projection);
    }

    private static List<String> form(Connection connection, String projection) throws SQLException {
        return Jdbc.query(
                connection,
                "select fingerprint from projection.views where projection = ?",
                row -> row.getString(1),
                projection);
    }

    private static int version(String fingerprint) {
        return Integer.parseInt(fingerprint.substring(0, fingerprint.indexOf('-')));
    }

    private static void await(Future<?> task) throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("building the views failed", e.getCause());
        }
    }

    private static String lockName(ViewModule module) {
        return "perennial.views." + module.name();
    }

    private static String building(ViewModule module) {
        return module.name() + "_rebuild";
    }

    private static String buildingName(ViewModule module) {
        return module.name() + "@rebuild";
    }

    private static String retired(ViewModule module) {
        return module.name() + "_retired";
    }
}
