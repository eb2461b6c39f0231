package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

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

    private final Database database;
    private final HorizonReader reader;
    private final Clock clock;
    private final ProjectionSettings settings;

    public Views(Database database, HorizonReader reader, ProjectionSettings settings, Clock clock) {
        this.database = database;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
    }

    /** Creates the module's views if there are none. Safe to call from all nodes at once, and while they are rebuilt. */
    public State prepare(ViewModule module) throws SQLException {
        return Jdbc.inTransaction(database.owner(), connection -> {
            Jdbc.query(connection, "select pg_advisory_xact_lock(hashtext(?))", _ -> 0, lockName("prepare", module));
            var form = form(connection, module.name());
            if (form.isEmpty()) {
                ViewSchemas.create(connection, module, module.name());
                begin(connection, module.projection());
                return State.CURRENT;
            }
            if (form.get().equals(module.fingerprint())) {
                return State.CURRENT;
            }
            return version(form.get()) > module.version() ? State.NEWER : State.OUTDATED;
        });
    }

    /** Why views are built anew. Asked and told while nobody else builds them, so that no node repeats another's work. */
    public interface Occasion {

        boolean stands() throws SQLException;

        /** They were built. */
        void met() throws SQLException;
    }

    /**
     * Builds the module's views from the whole journal while the present ones serve, and puts them in their place. Takes
     * as long as reading the journal does.
     *
     * @return false if another node is at it already, or was
     */
    public boolean rebuild(ViewModule module, Occasion occasion) throws SQLException, InterruptedException {
        // The connection is the lock: it goes with the program that holds it.
        try (var guard = database.owner().getConnection()) {
            var mine = Jdbc.query(
                            guard,
                            "select pg_try_advisory_lock(hashtext(?))",
                            row -> row.getBoolean(1),
                            lockName("rebuild", module))
                    .getFirst();
            if (!mine || !occasion.stands()) {
                return false;
            }
            new ViewRebuild(database, reader, settings, clock, module).run();
            occasion.met();
            return true;
        }
    }

    /** Lets a projection into views start at the origin. */
    static void begin(Connection connection, Projection projection) throws SQLException {
        new Offsets(projection.name()).begin(connection);
        Jdbc.update(
                connection,
                "insert into projection.views (projection, fingerprint) values (?, ?)",
                projection.name(),
                projection.fingerprint());
    }

    static void forget(Connection connection, String projection) throws SQLException {
        Jdbc.update(connection, "delete from projection.offsets where projection = ?", projection);
        Jdbc.update(connection, "delete from projection.views where projection = ?", projection);
    }

    private static Optional<String> form(Connection connection, String projection) throws SQLException {
        return Jdbc.first(
                connection,
                "select fingerprint from projection.views where projection = ?",
                row -> row.getString(1),
                projection);
    }

    private static int version(String fingerprint) {
        return Integer.parseInt(fingerprint.substring(0, fingerprint.indexOf('-')));
    }

    private static String lockName(String what, ViewModule module) {
        return "perennial.views." + what + "." + module.name();
    }
}
