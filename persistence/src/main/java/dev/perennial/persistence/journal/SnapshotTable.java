package dev.perennial.persistence.journal;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/** Snapshots of entities. Each may be lost: no event is ever deleted. */
final class SnapshotTable {

    private static final String SAVE = """
            insert into journal.snapshot (persistence_id, sequence_number, created,
                snapshot_ser_id, snapshot_ser_manifest, snapshot_payload)
            values (?, ?, ?, ?, ?, ?)
            on conflict (persistence_id, sequence_number) do update set
                created = excluded.created,
                snapshot_ser_id = excluded.snapshot_ser_id,
                snapshot_ser_manifest = excluded.snapshot_ser_manifest,
                snapshot_payload = excluded.snapshot_payload
            """;

    private static final String SELECTED =
            "persistence_id = ? and sequence_number between ? and ? and created between ? and ?";

    private static final String LATEST = """
            select sequence_number, created, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload
            from journal.snapshot
            where %s
            order by sequence_number desc
            limit 1
            """.formatted(SELECTED);

    private static final String DELETE = "delete from journal.snapshot where " + SELECTED;

    private final DataSource source;

    /**
     * @param sequenceNumber the entity's revision that it shows
     * @param created in milliseconds since 1970
     */
    @SuppressWarnings("ArrayRecordComponent") // Carried, not compared.
    record Row(long sequenceNumber, long created, int serializer, String manifest, byte[] payload) {}

    SnapshotTable(DataSource source) {
        this.source = source;
    }

    void save(String persistenceId, Row row) throws SQLException {
        try (var connection = source.getConnection()) {
            Jdbc.update(
                    connection,
                    SAVE,
                    persistenceId,
                    row.sequenceNumber(),
                    row.created(),
                    row.serializer(),
                    row.manifest(),
                    row.payload());
        }
    }

    Optional<Row> latest(String persistenceId, SnapshotSelectionCriteria which) throws SQLException {
        try (var connection = source.getConnection()) {
            return Jdbc.first(connection, LATEST, SnapshotTable::row, selected(persistenceId, which));
        }
    }

    void delete(String persistenceId, SnapshotSelectionCriteria which) throws SQLException {
        try (var connection = source.getConnection()) {
            Jdbc.update(connection, DELETE, selected(persistenceId, which));
        }
    }

    private static Object[] selected(String persistenceId, SnapshotSelectionCriteria which) {
        return new Object[] {
            persistenceId, which.minSequenceNr(), which.maxSequenceNr(), which.minTimestamp(), which.maxTimestamp()
        };
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("sequence_number"),
                row.getLong("created"),
                row.getInt("snapshot_ser_id"),
                row.getString("snapshot_ser_manifest"),
                row.getBytes("snapshot_payload"));
    }
}
