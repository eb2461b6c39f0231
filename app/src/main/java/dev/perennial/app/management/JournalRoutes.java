package dev.perennial.app.management;

import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.persistence.journal.JournalWatch;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How the journal is, and whether anything keeps its readers back. */
final class JournalRoutes implements Routes {

    private final DataSource observer;
    private final Flows flows;

    /** @param observer acts as the owner of the schemas: only it sees who else is writing */
    JournalRoutes(DataSource observer, Flows flows) {
        this.observer = observer;
        this.flows = flows;
    }

    private record JournalItem(
            @Nullable Newest newest,
            String horizon,
            boolean holdsReadersBack,
            @Nullable Instant hiddenSince,
            @Nullable Oldest oldestTransaction) {}

    private record Newest(String transaction, long ordering, Instant at) {
        static Newest of(JournalWatch.Newest newest) {
            return new Newest(
                    Long.toString(newest.position().transactionId()),
                    newest.position().ordering(),
                    newest.at());
        }
    }

    private record Oldest(long ageMillis, String application) {
        static Oldest of(JournalWatch.OldestTransaction oldest) {
            return new Oldest(oldest.age().toMillis(), oldest.who());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("getJournal", flows.handler(_ -> journal()));
    }

    Reply journal() {
        try (var connection = observer.getConnection()) {
            var condition = JournalWatch.of(connection);
            var item = new JournalItem(
                    condition.newest().map(Newest::of).orElse(null),
                    Long.toString(condition.horizon()),
                    condition.hiddenSince().isPresent(),
                    condition.hiddenSince().orElse(null),
                    condition.oldest().map(Oldest::of).orElse(null));
            return Reply.json(200, item);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }
}
