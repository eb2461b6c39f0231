package dev.perennial.app;

import com.typesafe.config.Config;
import dev.perennial.app.postgres.EmbeddedPostgres;
import dev.perennial.persistence.journal.JournalSettings;
import dev.perennial.persistence.journal.JournalStore;
import dev.perennial.persistence.journal.RestoredJournal;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.sql.DatabaseSettings;
import dev.perennial.persistence.vault.MasterKey;
import dev.perennial.persistence.vault.MasterKeyCheck;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** The database of a node: the operator's own, or the embedded one. */
final class Storage implements AutoCloseable {

    private final Optional<EmbeddedPostgres> embedded;
    private final Config config;
    private final Database database;
    private final JournalStore journal;

    private Storage(Optional<EmbeddedPostgres> embedded, Config config, InstantSource clock) {
        this.embedded = embedded;
        this.config = config;
        this.database = Database.open(DatabaseSettings.from(config));
        this.journal = JournalStore.open(database.journal(), JournalSettings.from(config), clock);
    }

    /**
     * Knows the database's address at once; an embedded PostgreSQL goes on starting until {@link #prepare}.
     *
     * @param clock by which events are written
     */
    static Storage open(Settings settings, Config overrides, InstantSource clock) {
        return settings.databaseUrl()
                .map(url -> new Storage(Optional.empty(), Settings.load(overrides, url), clock))
                .orElseGet(() -> {
                    var postgres = EmbeddedPostgres.begin(settings.data());
                    return new Storage(Optional.of(postgres), Settings.load(overrides, postgres.jdbcUrl()), clock);
                });
    }

    /**
     * Brings about what has to be true of the database before anything is read from it or written to it. Blocks, until an
     * embedded PostgreSQL accepts connections and beyond.
     */
    void prepare(MasterKey masterKey) {
        embedded.ifPresent(EmbeddedPostgres::awaitReady);
        database.migrate();
        MasterKeyCheck.require(database.vault(), masterKey);
        try {
            RestoredJournal.check(database.owner());
        } catch (SQLException e) {
            throw new IllegalStateException("the journal cannot be checked", e);
        }
    }

    /** The configuration with the database's address in it. */
    Config config() {
        return config;
    }

    Database database() {
        return database;
    }

    /** What the actor system stores through. */
    JournalStore journal() {
        return journal;
    }

    @Override
    public void close() {
        journal.close();
        database.close();
        embedded.ifPresent(EmbeddedPostgres::close);
    }
}
