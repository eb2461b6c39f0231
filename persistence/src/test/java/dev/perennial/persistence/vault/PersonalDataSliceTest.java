package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.TestDatabase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PersonalDataSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final MasterKey MASTER = MasterKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    private static final MasterKey ANOTHER = MasterKey.of("fedcba9876543210fedcba9876543210".getBytes(UTF_8));
    private static final TenantId ACME = new TenantId("acme");
    private static final EntityId ADA = new EntityId("u_ada");
    private static final String EMAIL = "ada@example.org";

    /** Two nodes: the same database and master key, caches of their own. */
    private final PersonalData node = node();

    private final PersonalData otherNode = node();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static DataSource pool() {
        return DATABASE.database().vault();
    }

    private static PersonalData node() {
        return new PersonalData(new SubjectKeys(pool(), MASTER));
    }

    @Test
    void whatOneNodeSealedAnotherOpens() {
        var sealed = node.seal(ACME, ADA, EMAIL);

        assertThat(sealed.ciphertext()).doesNotContain(EMAIL);
        assertThat(otherNode.open(ACME, ADA, sealed)).contains(EMAIL);
    }

    @Test
    void aValueOpensForItsOwnPersonAndTenantOnly() {
        var grace = new EntityId("u_grace");
        var other = new TenantId("other");
        var sealed = node.seal(ACME, ADA, EMAIL);
        node.seal(ACME, grace, "grace@example.org");
        node.seal(other, ADA, "another@example.org");

        assertThat(node.open(ACME, grace, sealed)).isEmpty();
        assertThat(node.open(other, ADA, sealed)).isEmpty();
        assertThat(node.open(ACME, new EntityId("u_nobody"), sealed)).isEmpty();
        assertThat(node.open(ACME, ADA, new Sealed("not base64!"))).isEmpty();
        assertThat(node.open(ACME, ADA, new Sealed(""))).isEmpty();
    }

    @Test
    void anErasedPersonIsGoneEverywhereForGood() {
        var ada = new EntityId("u_erased");
        var sealed = node.seal(ACME, ada, EMAIL);

        node.erase(ACME, ada);
        node.erase(ACME, ada);

        assertThat(node.open(ACME, ada, sealed))
                .as("at once where it was erased")
                .isEmpty();
        assertThat(node().open(ACME, ada, sealed))
                .as("for a node that had no key cached")
                .isEmpty();
        assertThatThrownBy(() -> node.seal(ACME, ada, EMAIL)).isInstanceOf(SubjectErasedException.class);
        assertThatThrownBy(() -> node().seal(ACME, ada, EMAIL)).isInstanceOf(SubjectErasedException.class);
    }

    @Test
    void whoIsErasedBeforeAnythingWasSealedNeverGetsAKey() {
        var unknown = new EntityId("u_unknown");
        node.erase(ACME, unknown);
        assertThatThrownBy(() -> otherNode.seal(ACME, unknown, EMAIL)).isInstanceOf(SubjectErasedException.class);
    }

    @Test
    void nodesThatSealAtOnceForANewPersonUseOneKey() throws Exception {
        var racer = new EntityId("u_racer");
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<Sealed> seal = () -> node().seal(ACME, racer, EMAIL);
            var results =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> seal).toList());
            for (var result : results) {
                assertThat(node.open(ACME, racer, result.get())).contains(EMAIL);
            }
        }
    }

    @Test
    void aPageIsOpenedWithOneKeyring() {
        var erased = new EntityId("u_page2");
        var people = List.of(new Subject(ACME, new EntityId("u_page1")), new Subject(ACME, erased));
        var first = node.seal(ACME, people.get(0).id(), "one");
        var second = node.seal(ACME, erased, "two");

        var before = node().keyring(people);
        assertThat(before.open(people.get(0), first)).contains("one");
        assertThat(before.open(people.get(1), second)).contains("two");

        node.erase(ACME, erased);
        var after = node.keyring(people);
        assertThat(after.open(people.get(0), first)).contains("one");
        assertThat(after.open(people.get(1), second)).isEmpty();
        assertThat(node.keyring(List.of()).open(people.get(0), first)).isEmpty();
    }

    @Test
    void theKeysAreOutOfReachForEveryOtherPool() {
        for (var role : new String[] {"perennial_journal", "perennial_projection", "perennial_query"}) {
            assertThatThrownBy(() -> DATABASE.execute("set role " + role + "; select * from vault.subject_keys"))
                    .hasStackTraceContaining("permission denied");
        }
        assertThatThrownBy(() -> DATABASE.execute("set role perennial_vault; delete from vault.subject_keys"))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void anotherMasterKeyIsRefusedAtTheStart() {
        MasterKeyCheck.require(pool(), MASTER);
        MasterKeyCheck.require(pool(), MASTER);
        assertThatThrownBy(() -> MasterKeyCheck.require(pool(), ANOTHER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PERENNIAL_MASTER_KEY");
    }
}
