package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.cluster.Credits.Access;
import dev.perennial.app.cluster.Credits.Access.Captured;
import dev.perennial.app.cluster.Credits.Access.Held;
import dev.perennial.app.cluster.Credits.Access.Refused;
import dev.perennial.app.cluster.Credits.Access.Seen;
import dev.perennial.app.cluster.Credits.Standing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a wallet of ten credits may answer, and what shows that it is broken. */
class CreditsTest {

    private static final Operation<Access> HELD = at(0, held("h", 6, 1, 4, 6));

    @Test
    void holdsAreCapturedInPartOrReleased() {
        assertThat(holds(
                        HELD,
                        at(10, new Refused(5, 4)),
                        at(20, held("i", 4, 2, 0, 10)),
                        at(30, captured("h", 2, 3, 4, 4)),
                        at(40, captured("i", 0, 4, 8, 0)),
                        at(50, seen(4, 8, 0))))
                .isTrue();
    }

    @Test
    void atTheSameTimeAnyOrderWillDo() {
        assertThat(holds(at(0, seen(1, 4, 6)), at(1, held("h", 6, 1, 4, 6)), at(2, seen(0, 10, 0))))
                .isTrue();
    }

    @Test
    void moreThanThereIs() {
        assertThat(holds(HELD, at(10, held("i", 5, 2, -1, 11)))).isFalse();
    }

    @Test
    void theSameCreditsHeldTwice() {
        assertThat(holds(HELD, at(1, held("i", 6, 1, 4, 6)))).isFalse();
        assertThat(holds(HELD, at(1, held("i", 6, 2, 4, 6)))).isFalse();
    }

    @Test
    void aHoldThatIsCapturedTwice() {
        assertThat(holds(HELD, at(10, captured("h", 6, 2, 4, 0)), at(20, captured("h", 6, 3, 4, 0))))
                .isFalse();
        assertThat(holds(HELD, at(10, captured("h", 0, 2, 10, 0)), at(20, captured("h", 6, 3, 4, 0))))
                .isFalse();
    }

    @Test
    void moreCapturedThanHeld() {
        assertThat(holds(HELD, at(10, captured("h", 7, 2, 3, 0)))).isFalse();
    }

    @Test
    void whatReturnedIsLost() {
        assertThat(holds(HELD, at(10, captured("h", 2, 2, 4, 0)))).isFalse();
        assertThat(holds(HELD, at(10, captured("h", 2, 2, 8, 0)), at(20, seen(2, 4, 0))))
                .isFalse();
    }

    @Test
    void anAcknowledgedHoldThatIsLost() {
        assertThat(holds(HELD, at(10, seen(0, 10, 0)))).isFalse();
        assertThat(holds(HELD, at(10, seen(1, 10, 0)))).isFalse();
    }

    @Test
    void aRefusalWhileThereWasEnough() {
        assertThat(holds(HELD, at(10, new Refused(4, 4)))).isFalse();
    }

    @Test
    void whatWasNotAnsweredMayHaveHappenedLateAndOnce() {
        var late = new Operation<Access>(held("l", 6, 1, 4, 6), 0, Operation.NEVER);
        assertThat(holds(late, at(10, seen(0, 10, 0)), at(20, seen(1, 4, 6)))).isTrue();
        assertThat(holds(late, at(10, seen(1, 4, 6)), at(20, seen(0, 10, 0)))).isFalse();
        assertThat(holds(late, at(10, held("h", 2, 2, 2, 8)), at(20, seen(3, 2, 8))))
                .isFalse();
    }

    private static Held held(String hold, long amount, long revision, long available, long held) {
        return new Held(hold, amount, new Standing(revision, available, held));
    }

    private static Captured captured(String hold, long amount, long revision, long available, long held) {
        return new Captured(hold, amount, new Standing(revision, available, held));
    }

    private static Seen seen(long revision, long available, long held) {
        return new Seen(new Standing(revision, available, held));
    }

    /** For five units of time. */
    private static Operation<Access> at(long called, Access access) {
        return new Operation<>(access, called, called + 5);
    }

    @SafeVarargs
    private static boolean holds(Operation<Access>... history) {
        return Linearizability.holds(new Credits(0, 10, Map.of()), Credits::after, List.of(history));
    }
}
