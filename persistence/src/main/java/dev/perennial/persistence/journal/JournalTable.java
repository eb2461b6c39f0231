package dev.perennial.persistence.journal;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Writes the journal, and reads what one entity needs of it. Readers of all entities go by {@link HorizonReader}. */
final class JournalTable {

    /** An array for each column: for the server one statement of seven values, however many rows it inserts. */
    private static final String INSERT = """
            insert into journal.event_journal (persistence_id, sequence_number, writer, write_timestamp,
                event_ser_id, event_ser_manifest, event_payload)
            select * from unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::integer[], ?::text[], ?::bytea[])
            """;

    private static final String READ = """
            select persistence_id, sequence_number, writer, write_timestamp, event_ser_id, event_ser_manifest, event_payload
            from journal.event_journal
            where persistence_id = ? and sequence_number between ? and ?
            order by sequence_number
            limit ?
            """;

    private static final String HIGHEST =
            "select max(sequence_number) from journal.event_journal where persistence_id = ? and sequence_number >= ?";

    private final DataSource source;

    JournalTable(DataSource source) {
        this.source = source;
    }

    /** In one transaction; rows of one entity in order. */
    void insert(List<JournalRow> rows) throws SQLException {
        int count = rows.size();
        var ids = new String[count];
        var numbers = new Long[count];
        var writers = new String[count];
        var times = new Long[count];
        var serializers = new Integer[count];
        var manifests = new String[count];
        var payloads = new byte[count][];
        for (int i = 0; i < count; i++) {
            var row = rows.get(i);
            ids[i] = row.persistenceId();
            numbers[i] = row.sequenceNumber();
            writers[i] = row.writer();
            times[i] = row.writtenAt();
            serializers[i] = row.serializer();
            manifests[i] = row.manifest();
            payloads[i] = row.payload();
        }
        try (var connection = source.getConnection()) {
            Jdbc.update(connection, INSERT, ids, numbers, writers, times, serializers, manifests, payloads);
        }
    }

    /** An entity's events in order, at most {@code limit}. */
    List<JournalRow> read(String persistenceId, long from, long to, int limit) throws SQLException {
        try (var connection = source.getConnection()) {
            return Jdbc.query(connection, READ, JournalTable::row, persistenceId, from, to, limit);
        }
    }

    /** The sequence number of an entity's last event; 0 if there is none from the given one on. */
    long highest(String persistenceId, long from) throws SQLException {
        try (var connection = source.getConnection()) {
            Optional<Long> highest = Jdbc.first(connection, HIGHEST, row -> row.getLong(1), persistenceId, from);
            return highest.orElse(0L);
        }
    }

    private static JournalRow row(ResultSet row) throws SQLException {
        return new JournalRow(
                row.getString("persistence_id"),
                row.getLong("sequence_number"),
                row.getString("writer"),
                row.getLong("write_timestamp"),
                row.getInt("event_ser_id"),
                row.getString("event_ser_manifest"),
                row.getBytes("event_payload"));
    }
}
