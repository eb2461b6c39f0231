package dev.perennial.persistence.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.sql.Jdbc;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Writes events of a small entity as the journal plugin would, and reads them. */
public final class TestJournal {

    public sealed interface Count {}

    public record Absent() implements Count {}

    public record Counting(int total, String label) implements Count {}

    public sealed interface CountEvent {}

    public record Added(int amount) implements CountEvent {}

    public record Labelled(String label) implements CountEvent {}

    public record Add(int amount) {}

    private static final class Counter implements Decider<Count, Add, CountEvent, Done> {
        @Override
        public Count initial() {
            return new Absent();
        }

        @Override
        public Decision<CountEvent, Done> decide(Count state, Add command, Context context) {
            return Decision.accept(new Added(command.amount()));
        }

        @Override
        public Count evolve(Count state, CountEvent event) {
            var before = state instanceof Counting counting ? counting : new Counting(0, "");
            return switch (event) {
                case Added(var amount) -> new Counting(before.total() + amount, before.label());
                case Labelled(var label) -> new Counting(before.total(), label);
            };
        }
    }

    public static final EntityType<Count, Add, CountEvent, Done> COUNTER =
            EntityType.of("testing.counter", new Counter(), Count.class, Add.class, CountEvent.class);

    public static final EventCodec CODEC = (manifest, payload) -> new EventCodec.Decoded(
            Json.read(new String(payload, StandardCharsets.UTF_8), CountEvent.class), Caller.ANONYMOUS, "");

    private static final String INSERT = """
            insert into journal.event_journal (deleted, persistence_id, sequence_number, writer, write_timestamp,
                adapter_manifest, event_payload, event_ser_id, event_ser_manifest)
            values (false, ?, ?, 'writer', ?, '', ?, 1, 'testing.count#1')
            """;

    private TestJournal() {}

    public static StoredEvent.Entity counter(String tenant, String id) {
        return new StoredEvent.Entity(COUNTER.name(), new TenantId(tenant), new EntityId(id));
    }

    public static void append(Connection connection, StoredEvent.Entity entity, long revision, CountEvent event)
            throws SQLException {
        append(connection, entity, revision, event, Instant.now());
    }

    public static void append(
            Connection connection, StoredEvent.Entity entity, long revision, CountEvent event, Instant at)
            throws SQLException {
        Jdbc.update(connection, INSERT, entity.persistenceId(), revision, at.toEpochMilli(), ascii(event));
    }

    /** In ASCII, where half a surrogate pair can be written too. */
    private static byte[] ascii(CountEvent event) {
        try {
            return Json.mapper()
                    .writerFor(CountEvent.class)
                    .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
