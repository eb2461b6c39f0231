package dev.perennial.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.bench.load.Counts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What the journal holds against what was acknowledged.
 *
 * @param acknowledged commands that were answered with a success; each of them has exactly one event
 * @param unknown commands that were refused or failed, of which some may have been done
 * @param events of the run's tenants in the journal
 * @param commands different command keys among them: equal to the events, unless one took effect twice
 * @param viewRevisions sum of the revisions in the view: equal to the events when no event was lost or doubled there
 */
record Audit(long acknowledged, long unknown, long events, long commands, long viewRevisions) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @JsonProperty(value = "passed", access = JsonProperty.Access.READ_ONLY)
    boolean passed() {
        return events >= acknowledged
                && events <= acknowledged + unknown
                && commands == events
                && viewRevisions == events;
    }

    /** Looks again while the view still lags, for a bounded time. */
    static Audit awaitViews(Counts sent, String url) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var audit = of(sent, url);
        while (audit.viewRevisions < audit.events && System.nanoTime() < end) {
            audit = of(sent, url);
        }
        return audit;
    }

    private static Audit of(Counts sent, String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Api.AUDIT)) {
            row.next();
            return new Audit(
                    sent.accepted(), sent.refused() + sent.failed(), row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }
}
