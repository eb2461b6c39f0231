package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The keys that sign access tokens, shared by all nodes; sealed by a key derived from the master key. */
public final class SigningKeyTable {

    private static final String PURPOSE = "signing-key";

    private static final String SELECT = """
            select kid, sealed_jwk, activates_at, retires_at from security.signing_keys
            where retires_at is null or retires_at > ?
            order by activates_at, kid
            """;

    /** One at a time, also for the very first key, when there is no row to lock. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('security.signing_keys', 0))";

    private static final String NEWEST = "select kid from security.signing_keys where retires_at is null";

    /** A key that was published but is overtaken before it ever signed has nothing to verify either. */
    private static final String RETIRE = """
            update security.signing_keys set retires_at = least(
                coalesce(retires_at, 'infinity'), case when activates_at >= ? then ? else ? end)
            """;

    private static final String FORGET = "delete from security.signing_keys where retires_at < ?";

    private static final String INSERT = """
            insert into security.signing_keys (kid, sealed_jwk, activates_at) values (?, ?, ?)
            """;

    private final VaultDatabase database;
    private final SealingKey sealing;

    public SigningKeyTable(DataSource database, MasterKey master) {
        this.database = new VaultDatabase(database);
        this.sealing = master.sealing(PURPOSE);
    }

    /** The keys that verify at this time or will, in the order in which they sign. */
    public List<StoredSigningKey> unretired(Instant now) {
        return database.with(
                "read the signing keys", connection -> Jdbc.query(connection, SELECT, this::read, utc(now)));
    }

    /**
     * Adds the successor of the newest key, in one transaction. Does nothing if another node has been faster.
     *
     * @param newest the newest key the caller knows of; empty for the very first key
     * @param next a key without a time to retire at
     * @param retireOthersAt until when the keys before it verify; those that retired before {@code now} are deleted
     * @return whether it was added
     */
    public boolean succeed(Optional<String> newest, StoredSigningKey next, Instant retireOthersAt, Instant now) {
        return database.inTransaction("add a signing key", connection -> {
            Jdbc.query(connection, LOCK, _ -> 0);
            if (!Jdbc.first(connection, NEWEST, row -> row.getString(1)).equals(newest)) {
                return false;
            }
            var activates = utc(next.activatesAt());
            Jdbc.update(connection, RETIRE, activates, activates, utc(retireOthersAt));
            Jdbc.update(connection, FORGET, utc(now));
            Jdbc.update(connection, INSERT, next.kid(), seal(next), activates);
            return true;
        });
    }

    private StoredSigningKey read(ResultSet row) throws SQLException {
        var kid = row.getString(1);
        var jwk = sealing.open(row.getBytes(2), context(kid))
                .orElseThrow(() -> new IllegalStateException("signing key " + kid + " does not open"));
        var retires = Optional.ofNullable(row.getObject(4, OffsetDateTime.class));
        return new StoredSigningKey(
                kid,
                new String(jwk, UTF_8),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                retires.map(OffsetDateTime::toInstant));
    }

    private byte[] seal(StoredSigningKey key) {
        return sealing.seal(key.jwk().getBytes(UTF_8), context(key.kid()));
    }

    private static byte[] context(String kid) {
        return (PURPOSE + "|" + kid).getBytes(UTF_8);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
