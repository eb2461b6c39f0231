package dev.perennial.persistence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.persistence.operation.AuditEntry.Action;
import dev.perennial.persistence.sql.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectiveTableSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.freshInContainer();
    private static final Directive DRAIN =
            new Directive(Directive.Kind.DRAIN, "10.0.0.1:7355", List.of(), Instant.EPOCH);
    private static final Directive MOVE =
            new Directive(Directive.Kind.MOVE, "identity.user/7", List.of("10.0.0.2:7355"), Instant.EPOCH);

    private final DirectiveTable table = new DirectiveTable(DATABASE.database().operation());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.execute("truncate operation.directives; truncate operation.audit");
    }

    @Test
    void whatIsGivenHoldsUntilItIsWithdrawn() {
        assertThat(table.give(DRAIN, "op_1", "new disk")).isTrue();
        assertThat(table.give(MOVE, "op_1", "hot")).isTrue();
        assertThat(table.all()).containsExactly(DRAIN, MOVE);

        assertThat(table.end(Action.WITHDRAW, DRAIN.kind(), DRAIN.subject(), "op_2", "done"))
                .isTrue();
        assertThat(table.all()).containsExactly(MOVE);
    }

    @Test
    void givingItTwiceIsGivingItOnce() {
        table.give(MOVE, "op_1", "hot");
        assertThat(table.give(MOVE, "op_2", "hot")).isFalse();
        assertThat(table.end(Action.FULFIL, MOVE.kind(), MOVE.subject(), "cluster", ""))
                .isTrue();
        assertThat(table.end(Action.FULFIL, MOVE.kind(), MOVE.subject(), "cluster", ""))
                .isFalse();

        assertThat(table.audit(Long.MAX_VALUE, 10))
                .extracting(AuditEntry::action)
                .containsExactly(Action.FULFIL, Action.GIVE);
    }

    @Test
    void aNewOrderReplacesTheOldOneOfItsSubject() {
        var elsewhere =
                new Directive(MOVE.kind(), MOVE.subject(), List.of("10.0.0.3:7355"), Instant.EPOCH.plusSeconds(60));
        table.give(MOVE, "op_1", "hot");
        assertThat(table.give(elsewhere, "op_1", "hotter")).isTrue();
        assertThat(table.all()).containsExactly(elsewhere);
    }

    @Test
    void theAuditSaysWhoWhatAndWhyAndIsPaged() {
        table.give(DRAIN, "op_1", "new disk");
        table.end(Action.WITHDRAW, DRAIN.kind(), DRAIN.subject(), "op_2", "it is in");

        var newest = table.audit(Long.MAX_VALUE, 1).getFirst();
        var before = table.audit(newest.id(), 10).getFirst();

        assertThat(newest)
                .extracting(AuditEntry::actor, AuditEntry::reason, AuditEntry::directive)
                .containsExactly("op_2", "it is in", DRAIN);
        assertThat(before)
                .extracting(AuditEntry::actor, AuditEntry::reason, AuditEntry::directive)
                .containsExactly("op_1", "new disk", DRAIN);
        assertThat(before.at()).isBeforeOrEqualTo(newest.at());
    }

    @Test
    void nobodyRewritesTheAudit() {
        for (var forbidden : List.of("update operation.audit set actor = 'me'", "delete from operation.audit")) {
            assertThatThrownBy(() -> DATABASE.execute("set role perennial_operation; " + forbidden))
                    .hasStackTraceContaining("permission denied");
        }
    }
}
