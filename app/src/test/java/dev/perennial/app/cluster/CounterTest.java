package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.cluster.Counter.Access;
import dev.perennial.app.cluster.Counter.Access.Granted;
import dev.perennial.app.cluster.Counter.Access.Refused;
import dev.perennial.app.cluster.Counter.Access.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gate with a limit may answer, and what shows that it is broken. */
class CounterTest {

    @Test
    void grantsToTheLimitAndRefusesBeyond() {
        assertThat(holds(
                        at(0, new Granted(6, 6)),
                        at(10, new Refused(5, 6)),
                        at(20, new Granted(4, 10)),
                        at(30, new Refused(1, 10)),
                        at(40, new Seen(10))))
                .isTrue();
    }

    @Test
    void atTheSameTimeAnyOrderWillDo() {
        assertThat(holds(at(0, new Refused(1, 10)), at(1, new Granted(4, 10)), at(2, new Granted(6, 6))))
                .isTrue();
    }

    @Test
    void oneUnitBeyondTheLimit() {
        assertThat(holds(at(0, new Granted(6, 6)), at(10, new Granted(5, 11)))).isFalse();
    }

    @Test
    void aUnitGrantedTwice() {
        assertThat(holds(at(0, new Granted(6, 6)), at(1, new Granted(6, 6)))).isFalse();
    }

    @Test
    void anAcknowledgedUnitThatIsLost() {
        assertThat(holds(at(0, new Granted(6, 6)), at(10, new Seen(0)))).isFalse();
        assertThat(holds(at(0, new Granted(6, 6)), at(10, new Granted(4, 4)))).isFalse();
    }

    @Test
    void aUnitThatNobodyAskedFor() {
        assertThat(holds(at(0, new Granted(2, 2)), at(10, new Granted(2, 5)))).isFalse();
    }

    @Test
    void aRefusalWhileThereWasRoom() {
        assertThat(holds(at(0, new Granted(6, 6)), at(10, new Refused(4, 6)))).isFalse();
    }

    @Test
    void aRefusalThatForgetsWhatWasAcknowledged() {
        assertThat(holds(at(0, new Granted(6, 6)), at(10, new Granted(4, 10)), at(20, new Refused(5, 6))))
                .isFalse();
    }

    /** For five units of time. */
    private static Operation<Access> at(long called, Access access) {
        return new Operation<>(access, called, called + 5);
    }

    @SafeVarargs
    private static boolean holds(Operation<Access>... history) {
        return Linearizability.holds(new Counter(10, 0), Counter::after, List.of(history));
    }
}
