package dev.perennial.persistence.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Activity.Condition;
import dev.perennial.persistence.shell.Tally.Add;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an entity tells of what it is doing. */
class ActivitySliceTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TenantId ACME = new TenantId("acme");
    private static final CommandMeta META = CommandMeta.by(Caller.operator("op"));
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final ShellSystem RUNNING =
            ShellSystem.start(DATABASE, new ShellSettings(400, 50, 100, 40, Duration.ofSeconds(20), 100), Tally.TYPE);

    @AfterAll
    static void stop() {
        RUNNING.close();
        DATABASE.close();
    }

    @Test
    void askingWhetherAnEntityIsInMemoryDoesNotBringItThere() {
        var id = new EntityId("asleep");
        for (int i = 0; i < 3; i++) {
            assertThat(activity(id)).isEmpty();
        }
    }

    @Test
    void anIdleEntityTellsItsRevisionAndHowManyCommandsItRemembers() {
        var id = new EntityId("idle");
        send(id, META.keyed(new CommandKey(1, 1, 1))).toCompletableFuture().join();
        send(id, META).toCompletableFuture().join();

        await().atMost(SOON).until(() -> activity(id).orElseThrow().condition() == Condition.IDLE);
        assertThat(activity(id)).hasValueSatisfying(idle -> {
            assertThat(idle.revision()).hasValue(2);
            assertThat(idle.remembered()).isEqualTo(1);
            assertThat(idle.waiting()).isZero();
            assertThat(idle.inFlight()).isZero();
            assertThat(idle.quiet()).isGreaterThanOrEqualTo(idle.lasting());
        });
    }

    @Test
    void oneThatWritesTellsWhatWaits() throws Exception {
        var id = new EntityId("busy");
        send(id, META).toCompletableFuture().join();
        try (var holder = DATABASE.owner().getConnection()) {
            holder.setAutoCommit(false);
            Jdbc.update(holder, "lock table journal.event_journal in share row exclusive mode");
            var first = send(id, META);
            for (int i = 0; i < 5; i++) {
                send(id, META);
            }
            await().atMost(SOON).until(() -> activity(id).orElseThrow().waiting() == 5);
            assertThat(activity(id)).hasValueSatisfying(busy -> {
                assertThat(busy.condition()).isEqualTo(Condition.WRITING);
                assertThat(busy.inFlight()).isEqualTo(1);
                assertThat(busy.revision()).hasValue(1);
            });
            holder.commit();
            first.toCompletableFuture().join();
        }
        await().atMost(SOON).until(() -> activity(id).orElseThrow().revision().orElse(0) == 7);
    }

    private static Optional<Activity> activity(EntityId id) {
        return RUNNING.entities()
                .activity(Tally.TYPE.name(), ACME, id)
                .toCompletableFuture()
                .join();
    }

    private static CompletionStage<Outcome<Tally.Total>> send(EntityId id, CommandMeta meta) {
        return RUNNING.entities().send(Tally.TYPE, ACME, id, new Add(1), meta);
    }
}
