package dev.perennial.bench;

import dev.perennial.bench.load.Request;
import java.util.Map;

/** What the bench uses of the program: requests of its contract, and SQL over its tables. */
final class Api {

    /** Rows of a list read. */
    static final int PAGE = 20;

    static final String TENANT = "bench-" + Request.ENTITY;

    /** The event that {@link #changeSettings} stores. */
    static final String SETTINGS_CHANGED = "identity.tenant-settings-changed#1";

    /** Revisions by local id, see {@link dev.perennial.bench.load.LagJob}. */
    static final String VIEW = """
            select id, revision from identity.tenants where (tenant, id) in (select one, one from unnest(?) one)
            """;

    static final String EVENT = """
            select write_timestamp from journal.event_journal
            where persistence_id = format('identity.tenant|%1$s|%1$s', ?::text) and sequence_number = ?
            """;

    /** See {@link Audit}: events, different commands among them, and revisions in the view. */
    static final String AUDIT = """
            select count(*),
                   count(distinct convert_from(event_payload, 'UTF8')::jsonb ->> 'key'),
                   (select sum(revision) from identity.tenants where id like 'bench-%')
            from journal.event_journal
            where persistence_id like 'identity.tenant|bench-%'
            """;

    private final String operatorKey;

    Api(String operatorKey) {
        this.operatorKey = operatorKey;
    }

    /** The credential of all requests. */
    String operatorKey() {
        return operatorKey;
    }

    Request createTenant() {
        return command("POST", "/v1/tenants", "{\"id\":\"" + TENANT + "\",\"name\":\"Bench " + Request.ENTITY + "\"}");
    }

    /** A small change of one entity that stores one event; the value is another one each time. */
    Request changeSettings() {
        return command("PATCH", "/v1/tenants/" + TENANT + "/settings", "{\"theme\":\"" + Request.UNIQUE + "\"}");
    }

    Request readTenant() {
        return query("/v1/tenants/" + TENANT);
    }

    Request listTenants() {
        return query("/v1/tenants?limit=" + PAGE);
    }

    /** A command that no other request repeats. */
    Request command(String method, String path, String body) {
        return new Request(
                method,
                path,
                Map.of(
                        "Authorization", "Bearer " + operatorKey,
                        "Content-Type", "application/json",
                        "Idempotency-Key", "bench-" + Request.UNIQUE),
                body);
    }

    Request query(String path) {
        return new Request("GET", path, Map.of("Authorization", "Bearer " + operatorKey), "");
    }
}
