package dev.perennial.persistence.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One data key per person, stored wrapped by a key derived from the master key and bound to tenant and person.
 *
 * <p>A destroyed key leaves a tombstone, so that the person can never get another one. Keys are cached in the clear in
 * memory, at most {@value #MAX_CACHED}, each for at most {@link #MAX_STALENESS}.
 */
public final class SubjectKeys {

    /** How long a node may go on using a key after another node destroyed it. */
    public static final Duration MAX_STALENESS = Duration.ofSeconds(60);

    private static final int MAX_CACHED = 50_000;
    private static final String PURPOSE = "subject-key";

    private static final String SELECT = """
            select tenant, subject, wrapped from vault.subject_keys
            join unnest(?::text[], ?::text[]) as wanted (tenant, subject) using (tenant, subject)
            """;
    private static final String INSERT = """
            insert into vault.subject_keys (tenant, subject, wrapped) values (?, ?, ?)
            on conflict (tenant, subject) do nothing
            """;
    private static final String DESTROY = """
            insert into vault.subject_keys (tenant, subject, wrapped, destroyed_at) values (?, ?, null, now())
            on conflict (tenant, subject) do update set wrapped = null, destroyed_at = now()
            where subject_keys.destroyed_at is null
            """;

    private final VaultDatabase database;
    private final SealingKey wrapping;
    private final Cache<Subject, Holding> cache = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(MAX_STALENESS)
            .build();

    public SubjectKeys(DataSource database, MasterKey master) {
        this.database = new VaultDatabase(database);
        this.wrapping = master.sealing(PURPOSE);
    }

    /** What is known of a person's key. */
    private sealed interface Holding {
        record Held(SealingKey key) implements Holding {}

        record Destroyed() implements Holding {}
    }

    /** The person's key; of several nodes that ask for a new person's at once, all get the same. */
    SealingKey findOrCreate(Subject subject) {
        var known = load(List.of(subject)).get(subject);
        if (known == null) {
            insert(subject);
            known = load(List.of(subject)).get(subject);
        }
        return switch (known) {
            case Holding.Held held -> held.key();
            case Holding.Destroyed _ -> throw new SubjectErasedException();
            case null -> throw new IllegalStateException("the key of a subject vanished; keys are never deleted");
        };
    }

    /** The keys of those people who have one. */
    Map<Subject, SealingKey> find(Collection<Subject> subjects) {
        var keys = HashMap.<Subject, SealingKey>newHashMap(subjects.size());
        load(subjects).forEach((subject, holding) -> {
            if (holding instanceof Holding.Held held) {
                keys.put(subject, held.key());
            }
        });
        return keys;
    }

    void destroy(Subject subject) {
        database.with(
                "destroy a subject's key",
                connection -> Jdbc.update(
                        connection,
                        DESTROY,
                        subject.tenant().value(),
                        subject.id().value()));
        cache.put(subject, new Holding.Destroyed());
    }

    private Map<Subject, Holding> load(Collection<Subject> subjects) {
        var found = new HashMap<>(cache.getAllPresent(subjects));
        var missing = new ArrayList<Subject>();
        for (var subject : subjects) {
            if (!found.containsKey(subject)) {
                missing.add(subject);
            }
        }
        if (!missing.isEmpty()) {
            select(missing).forEach((subject, holding) -> found.put(subject, remember(subject, holding)));
        }
        return found;
    }

    /** Never over what is cached: that may be a tombstone put there after this holding was read. */
    private Holding remember(Subject subject, Holding read) {
        var present = cache.asMap().putIfAbsent(subject, read);
        return present == null ? read : present;
    }

    private Map<Subject, Holding> select(List<Subject> subjects) {
        var tenants = subjects.stream().map(s -> s.tenant().value()).toArray(String[]::new);
        var ids = subjects.stream().map(s -> s.id().value()).toArray(String[]::new);
        var holdings = HashMap.<Subject, Holding>newHashMap(subjects.size());
        for (var held : database.with(
                "read subjects' keys", connection -> Jdbc.query(connection, SELECT, this::held, tenants, ids))) {
            holdings.put(held.getKey(), held.getValue());
        }
        return holdings;
    }

    private Map.Entry<Subject, Holding> held(ResultSet row) throws SQLException {
        var subject = new Subject(new TenantId(row.getString(1)), new EntityId(row.getString(2)));
        return Map.entry(subject, unwrap(subject, row.getBytes(3)));
    }

    private void insert(Subject subject) {
        var wrapped = wrapping.seal(SealingKey.randomBytes(), subject.context(PURPOSE));
        database.with(
                "store a subject's key",
                connection -> Jdbc.update(
                        connection,
                        INSERT,
                        subject.tenant().value(),
                        subject.id().value(),
                        wrapped));
    }

    private Holding unwrap(Subject subject, byte @Nullable [] wrapped) {
        if (wrapped == null) {
            return new Holding.Destroyed();
        }
        var key = wrapping.open(wrapped, subject.context(PURPOSE))
                .orElseThrow(() -> new IllegalStateException("a subject's key does not open: wrong master key?"));
        return new Holding.Held(SealingKey.of(key));
    }
}
