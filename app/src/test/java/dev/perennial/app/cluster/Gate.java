package dev.perennial.app.cluster;

import static org.awaitility.Awaitility.await;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** Stops the writers of certain events of a tenant inside their transaction: the moment between two steps, held still. */
final class Gate implements AutoCloseable {

    private static final Duration ARRIVAL = Duration.ofSeconds(20);

    private final PostgresServer postgres;
    private final Connection holder;

    private Gate(PostgresServer postgres, Connection holder) {
        this.postgres = postgres;
        this.holder = holder;
    }

    /** @param manifest of the events that do not pass */
    static Gate close(PostgresServer postgres, String tenant, String manifest) throws SQLException {
        var holder = DriverManager.getConnection(postgres.jdbcUrl());
        Jdbc.query(holder, "select pg_advisory_lock(hashtext('test.gate'))", _ -> 0);
        Jdbc.update(holder, """
                create function journal.test_gate() returns trigger language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock(hashtext('test.gate'));
                    return new;
                end
                $$""");
        Jdbc.update(holder, """
                create trigger test_gate before insert on journal.event_journal for each row
                when (new.event_ser_manifest like '%s' and split_part(new.persistence_id, '|', 2) = '%s')
                execute function journal.test_gate()""".formatted(manifest, tenant));
        return new Gate(postgres, holder);
    }

    Gate awaitSomeoneBefore() {
        await().atMost(ARRIVAL).until(() -> waiting("1") > 0);
        return this;
    }

    /** Their transactions never happen. */
    void turnAway() {
        waiting("pg_terminate_backend(pid)::int");
    }

    private long waiting(String each) {
        return postgres.number("""
                select coalesce(sum(%s), 0) from pg_locks
                where locktype = 'advisory' and not granted and objid = hashtext('test.gate')::bit(32)::bigint::oid
                """.formatted(each));
    }

    @Override
    public void close() throws SQLException {
        turnAway();
        try (holder) {
            Jdbc.update(holder, "drop trigger test_gate on journal.event_journal");
            Jdbc.update(holder, "drop function journal.test_gate()");
        }
    }
}
