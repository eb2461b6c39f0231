package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.vault.OperatorKeyTable;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorKeysSliceTest {

    private final TestDatabase database = TestDatabase.fresh();

    @AfterEach
    void close() {
        database.close();
    }

    private OperatorKeys node() {
        return new OperatorKeys(
                Secret.Kind.OPERATOR_KEY,
                OperatorKeyTable.forApi(database.database().vault()),
                new Secrets(TestKeys.MASTER),
                new IdDeriver(TestKeys.MASTER));
    }

    @Test
    void ofNodesThatStartAtOnceOneMakesTheFirstKeyAndAllKnowIt() throws Exception {
        var made = new ArrayList<Secret>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            Callable<Optional<Secret>> start = () -> node().createFirst();
            for (var key :
                    threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> start).toList())) {
                key.get().ifPresent(made::add);
            }
        }
        assertThat(made).hasSize(1);
        assertThat(node().knows(made.getFirst())).isTrue();
        assertThat(node().createFirst()).isEmpty();
    }

    @Test
    void aKeyMadeWithTheSameMasterKeyButNeverStoredIsUnknown() {
        var request = new IdDeriver(TestKeys.MASTER).fresh();
        var stray = new Secrets(TestKeys.MASTER)
                .derive(Secret.Kind.OPERATOR_KEY, TenantId.SYSTEM, request.newId("op"), request);
        node().createFirst();
        assertThat(node().knows(stray)).isFalse();
    }
}
