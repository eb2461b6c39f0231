package dev.perennial.persistence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.EntityUnavailableException;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Versioned;
import dev.perennial.persistence.vault.MasterKey;
import dev.perennial.persistence.vault.PersonalData;
import dev.perennial.persistence.vault.SubjectKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class EmailClaimProcessTest {

    private final List<String> asked = new ArrayList<>();

    /** Entities nobody can reach. */
    private final class Unreachable implements Entities {

        @Override
        public <S, C, E, R> CompletionStage<Outcome<R>> send(
                EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta) {
            throw new AssertionError("sent without knowing the user's fate: " + command);
        }

        @Override
        public <S, C, E, R> CompletionStage<Versioned<S>> read(
                EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
            asked.add(id.value());
            return CompletableFuture.failedStage(new EntityUnavailableException("no answer"));
        }
    }

    @Test
    void aReservationThatCannotBeSettledDoesNotHoldUpTheOthers() {
        var keys = new SubjectKeys(new PGSimpleDataSource(), MasterKey.of(new byte[MasterKey.BYTES]));
        var process = new EmailClaimProcess(new Unreachable(), new PersonalData(keys));
        var overdue = Stream.of("u_1", "u_2", "u_3")
                .map(user -> new OverdueReservation(
                        new TenantId("acme"), new EmailClaimId("c" + user), new UserId(user), Instant.EPOCH))
                .toList();

        assertThatThrownBy(() -> process.settleAll(overdue)).hasRootCauseInstanceOf(EntityUnavailableException.class);
        assertThat(asked).containsExactly("u_1", "u_2", "u_3");
    }
}
