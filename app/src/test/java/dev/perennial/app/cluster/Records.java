package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tenants and users to be changed under load, and the audit of what has become of them. Each change is one event: a
 * tenant's new name, or an active user's next generation of sessions, which counts them.
 */
final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration VIEWS = Duration.ofSeconds(30);
    private static final AtomicLong NAMES = new AtomicLong();

    private final PostgresServer postgres;
    private final List<String> tenants;
    private final List<String> users;

    private Records(PostgresServer postgres, List<String> tenants, List<String> users) {
        this.postgres = postgres;
        this.tenants = tenants;
        this.users = users;
    }

    /** @param prefix of the ids of its tenants, which no other test uses */
    static Records create(Cluster cluster, Client client, String prefix, int tenants, int users) {
        var ids = IntStream.range(0, tenants).mapToObj(n -> prefix + n).toList();
        all(ids.stream()
                .map(id -> client.perform(
                        Command.of("POST", "/v1/tenants", "{\"id\":\"%s\",\"name\":\"new\"}".formatted(id)))));
        var people = all(IntStream.range(0, users).mapToObj(n -> activeUser(client, ids.getFirst(), n)));
        return new Records(cluster.postgres(), ids, people);
    }

    private static CompletableFuture<String> activeUser(Client client, String tenant, int n) {
        var path = "/v1/tenants/" + tenant + "/users";
        var invite = "{\"email\":\"user%d@example.org\",\"role\":\"member\"}".formatted(n);
        return client.perform(Command.of("POST", path, invite)).thenCompose(answer -> {
            var invited = json(answer);
            var user = path + "/" + invited.at("/id").asText();
            var accept = "{\"token\":\"%s\",\"password\":\"correct horse battery\"}"
                    .formatted(invited.at("/invitationToken").asText());
            return client.perform(Command.of("POST", user + "/accept", accept)).thenApply(_ -> user);
        });
    }

    List<String> tenants() {
        return tenants;
    }

    /** The paths of the users, all of the first tenant. */
    List<String> users() {
        return users;
    }

    /** A change of one of them at random. */
    Command change() {
        int chosen = ThreadLocalRandom.current().nextInt(tenants.size() + users.size());
        return chosen < users.size()
                ? Command.of("DELETE", users.get(chosen) + "/sessions", "")
                : Command.of(
                        "PATCH",
                        "/v1/tenants/" + tenants.get(chosen - users.size()),
                        "{\"name\":\"name %d\"}".formatted(NAMES.incrementAndGet()));
    }

    /** A read of each tenant's actor; enough of them reach nearly every shard. */
    Stream<Command> reads() {
        return tenants.stream().map(id -> Command.get("/v1/tenants/" + id));
    }

    /** Every acknowledged command is in the journal once, no other more than once, and the views are what that leads to. */
    void audit(Set<String> acknowledged) {
        var stored = stored();
        assertThat(stored).as("acknowledged and lost").containsKeys(acknowledged.toArray(String[]::new));
        assertThat(stored.values()).as("taken effect more than once").allMatch(times -> times == 1);
        await().atMost(VIEWS).untilAsserted(() -> assertThat(behind()).isEmpty());
        assertThat(postgres.number(WRONG_NAMES, (Object) tenants.toArray(String[]::new)))
                .isZero();
        assertThat(postgres.number(WRONG_COUNTS, tenants.getFirst())).isZero();
    }

    /** How many events each command led to. */
    private Map<String, Long> stored() {
        return postgres
                .query(STORED, row -> Map.entry(row.getString(1), row.getLong(2)), (Object)
                        tenants.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<String> behind() {
        return postgres.query(BEHIND, row -> row.getString(1), (Object) tenants.toArray(String[]::new));
    }

    static <T> List<T> all(Stream<CompletableFuture<T>> begun) {
        return begun.toList().stream().map(CompletableFuture::join).toList();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException bad) {
            throw new AssertionError(text, bad);
        }
    }

    private static final String STORED = """
            select substr(convert_from(event_payload, 'UTF8')::jsonb ->> 'tr', 4, 32), count(*)
            from journal.event_journal
            where tenant = any (?) and event_ser_manifest like any (array ['%tenant-renamed%', '%logged-out-everywhere%'])
            group by 1
            """;
    /** Persistence ids whose row is missing or not at the last revision, or whose revisions have gaps. */
    private static final String BEHIND = """
            with wanted as (
                select persistence_id, split_part(persistence_id, '|', 3) as id, tenant,
                       split_part(persistence_id, '|', 1) as type, max(sequence_number) as last, count(*) as events
                from journal.event_journal
                where tenant = any (?) and persistence_id like any (array ['identity.tenant|%', 'identity.user|%'])
                group by persistence_id, tenant)
            select persistence_id || ' at ' || last || ' of ' || events || ', row at ' || coalesce(t.revision, u.revision, 0)
            from wanted w
                left join identity.tenants t on w.type = 'identity.tenant' and (t.tenant, t.id) = (w.tenant, w.id)
                left join identity.users u on w.type = 'identity.user' and (u.tenant, u.id) = (w.tenant, w.id)
            where last <> events or last is distinct from coalesce(t.revision, u.revision)
            """;

    private static final String WRONG_NAMES = """
            select count(*)
            from identity.tenants t
                join lateral (select convert_from(event_payload, 'UTF8')::jsonb #>> '{e,name}' as name
                              from journal.event_journal
                              where persistence_id = 'identity.tenant|' || t.tenant || '|' || t.id
                              order by sequence_number desc limit 1) last on true
            where t.tenant = any (?) and t.name is distinct from last.name
            """;
    private static final String WRONG_COUNTS = """
            select count(*)
            from identity.users u
            where u.tenant = ?
              and (u.state ->> 'sessionGeneration')::int is distinct from
                  1 + (select count(*) from journal.event_journal
                       where persistence_id = 'identity.user|' || u.tenant || '|' || u.id
                         and event_ser_manifest like '%logged-out-everywhere%')
            """;
}
