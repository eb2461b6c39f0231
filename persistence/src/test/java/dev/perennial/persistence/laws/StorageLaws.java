package dev.perennial.persistence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.domain.laws.DeclaredEntities;
import dev.perennial.domain.laws.EntityLaws;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.PersistenceIds;
import dev.perennial.persistence.shell.SerializerLaws;
import dev.perennial.persistence.shell.ShellSettings;
import dev.perennial.persistence.shell.ShellSystem;
import dev.perennial.persistence.sql.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Every law that entities obey, by themselves and over storage, as tests to inherit: they hold of each entity that is
 * found in the domain. Golden files are in {@code src/test/resources/golden} of the Maven module under test.
 *
 * <pre>{@code
 * class ToyLawsSliceTest extends StorageLaws {
 *     ToyLawsSliceTest() {
 *         super("com.example.domain");
 *     }
 * }
 * }</pre>
 */
public abstract class StorageLaws {

    private static final ShellSettings SETTINGS = new ShellSettings(400, 50, 100, 2, Duration.ofSeconds(20), 100);

    private final DeclaredEntities declared;
    private final List<EntityType<?, ?, ?, ?>> types;
    private final List<?> further;

    /** @param domain the root package of the domain */
    protected StorageLaws(String domain) {
        this(domain, List.of());
    }

    /** @param further commands that their entity accepts, for those of which samples are always refused */
    protected StorageLaws(String domain, List<?> further) {
        this.declared = DeclaredEntities.below(domain);
        this.types = declared.all();
        this.further = further;
    }

    @Test
    void noEntityLacksAPiece() {
        assertThat(types).isNotEmpty();
        assertThat(declared.missing()).isEmpty();
    }

    @Test
    void theDomainIsLawful() {
        assertThat(EntityLaws.violations(types)).isEmpty();
    }

    @Test
    void whatWasEverStoredCanBeRead() {
        var golden = new GoldenFiles(Path.of("src", "test", "resources", "golden"), types);
        assertThat(golden.violations()).isEmpty();
        assertThat(golden.addMissing())
                .as("lines that were missing and have just been added: read them, commit them, run again")
                .isEmpty();
    }

    @Test
    void aReplayLeadsWhereTheEntityWas() {
        assertThat(new SerializerLaws(types).replays()).isEmpty();
    }

    @Test
    void aSnapshotHoldsEverything() {
        assertThat(new SerializerLaws(types).snapshots()).isEmpty();
    }

    @Test
    void messagesArriveAsTheyWereSent() {
        assertThat(new SerializerLaws(types).messages()).isEmpty();
    }

    @Test
    void everyCommandIsAcceptedSomewhere() {
        assertThat(new ShellLaws(types, further).everyCommandIsAcceptedSomewhere())
                .isEmpty();
    }

    @Test
    void aRepetitionTakesEffectOnce() {
        var started = new ArrayDeque<ShellSystem>();
        var laws = new ShellLaws(types, further);
        try (var database = TestDatabase.fresh()) {
            Supplier<Entities> start = () -> {
                started.forEach(ShellSystem::close);
                started.push(ShellSystem.start(database, SETTINGS, types, laws.clock()));
                return started.getFirst().entities();
            };
            assertThat(laws.aRepetitionTakesEffectOnce(start.get(), start)).isEmpty();
        } finally {
            started.forEach(ShellSystem::close);
        }
    }

    @Test
    void tenantsNeverMeet() throws SQLException {
        var laws = new ShellLaws(types, further);
        try (var database = TestDatabase.fresh();
                var shell = ShellSystem.start(database, SETTINGS, types, laws.clock())) {
            assertThat(laws.tenantsNeverMeet(shell.entities())).isEmpty();
            var north = persistenceIds(laws, ShellLaws.NORTH);
            assertThat(visible(database, ShellLaws.NORTH.value())).isEqualTo(north);
            var south = persistenceIds(laws, ShellLaws.SOUTH);
            assertThat(visible(database, ShellLaws.SOUTH.value()))
                    .isEqualTo(south)
                    .doesNotContainAnyElementsOf(north);
            assertThat(visible(database, "")).isEmpty();
        }
    }

    private static Set<String> persistenceIds(ShellLaws laws, TenantId tenant) {
        var ids = new TreeSet<String>();
        for (var journey : laws.journeys()) {
            assertThat(ids.add(PersistenceIds.of(journey.type(), tenant, journey.id())))
                    .isTrue();
        }
        return ids;
    }

    /** The entities whose events a query on behalf of the tenant can see. */
    private static Set<String> visible(TestDatabase database, String tenant) throws SQLException {
        var ids = new TreeSet<String>();
        try (var connection = database.database().query().getConnection();
                var scope = connection.prepareStatement("select set_config('perennial.tenant', ?, false)");
                var events = connection.prepareStatement("select persistence_id from journal.event_journal")) {
            scope.setString(1, tenant);
            scope.execute();
            try (var rows = events.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }
}
