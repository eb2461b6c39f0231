package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.cluster.Register.Access;
import dev.perennial.app.cluster.Register.Access.Read;
import dev.perennial.app.cluster.Register.Access.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The check finds what is wrong, and only that. */
class LinearizabilityTest {

    private static final Register NEW = new Register(1, "new");

    @Test
    void oneAfterTheOther() {
        assertThat(holds(write("a", 2, 0, 10), read(2, "a", 20, 30), write("b", 3, 40, 50), read(3, "b", 60, 70)))
                .isTrue();
    }

    @Test
    void duringAWriteEitherValueMayBeSeen() {
        assertThat(holds(write("a", 2, 0, 100), read(1, "new", 10, 20), read(2, "a", 30, 40)))
                .isTrue();
    }

    @Test
    void anAcknowledgedWriteIsSeen() {
        assertThat(holds(write("a", 2, 0, 10), read(1, "new", 20, 30))).isFalse();
    }

    @Test
    void whatWasSeenIsNotUnseen() {
        assertThat(holds(write("a", 2, 0, 100), read(2, "a", 10, 20), read(1, "new", 30, 40)))
                .isFalse();
    }

    @Test
    void noTwoWritesHaveTheSameRevision() {
        assertThat(holds(write("a", 2, 0, 10), write("b", 2, 0, 10))).isFalse();
    }

    @Test
    void nothingComesFromNowhere() {
        assertThat(holds(write("a", 2, 0, 10), read(2, "b", 20, 30))).isFalse();
    }

    @Test
    void oneHomeCannotAnswerForTwo() {
        assertThat(holds(write("a", 2, 0, 10), write("b", 3, 20, 30), read(3, "b", 40, 50), read(2, "a", 45, 55)))
                .isFalse();
    }

    @Test
    void whatNobodyKnowsOfMayHaveHappenedLateOrNever() {
        var unknown = new Operation<Access>(new Write("a", OptionalLong.empty()), 0, Operation.NEVER);
        assertThat(holds(unknown, read(1, "new", 10, 20), read(2, "a", 30, 40))).isTrue();
        assertThat(holds(unknown, read(1, "new", 10, 20), write("b", 2, 30, 40), read(2, "b", 50, 60)))
                .isTrue();
    }

    @Test
    void whatNobodyKnowsOfHappensOnceAndNotBeforeItsCall() {
        var unknown = new Operation<Access>(new Write("a", OptionalLong.empty()), 15, Operation.NEVER);
        assertThat(holds(unknown, read(2, "a", 0, 10))).isFalse();
        assertThat(holds(unknown, read(2, "a", 20, 30), write("b", 3, 40, 50), read(4, "a", 60, 70)))
                .isFalse();
    }

    @Test
    void longHistoriesAreSearchedInNoTime() {
        var history = new ArrayList<Operation<Access>>();
        for (int i = 0; i < 600; i++) {
            // Ten at a time, and now and then one of which nobody knows.
            history.add(write("v" + i, 2 + i, i * 10L, i * 10L + 100));
            if (i % 200 == 0) {
                history.add(new Operation<>(new Write("lost" + i, OptionalLong.empty()), i * 10L, Operation.NEVER));
            }
        }
        assertThat(Linearizability.holds(NEW, Register::after, history)).isTrue();
        history.add(read(601, "v598", 60_000, 60_001));
        assertThat(Linearizability.holds(NEW, Register::after, history)).isFalse();
    }

    /** Small histories at random, most of them wrong in a subtle way. */
    @Test
    void itAgreesWithTryingAllOrders() {
        var random = new Random(20261121);
        int right = 0;
        for (int i = 0; i < 20_000; i++) {
            var history = IntStream.range(0, 2 + random.nextInt(4))
                    .mapToObj(_ -> anything(random))
                    .toList();
            boolean expected = someOrderExplains(NEW, history, new TreeSet<>());
            assertThat(Linearizability.holds(NEW, Register::after, history))
                    .as(history.toString())
                    .isEqualTo(expected);
            right += expected ? 1 : 0;
        }
        assertThat(right).isBetween(2_000, 18_000);
    }

    private static Operation<Access> anything(Random random) {
        int called = random.nextInt(12);
        int returned = called + 1 + random.nextInt(8);
        var value = String.valueOf((char) ('a' + random.nextInt(2)));
        int revision = 2 + random.nextInt(2);
        return switch (random.nextInt(4)) {
            case 0 -> read(1, "new", called, returned);
            case 1 -> read(revision, value, called, returned);
            case 2 -> write(value, revision, called, returned);
            default -> new Operation<>(new Write(value, OptionalLong.empty()), called, Operation.NEVER);
        };
    }

    /** The definition, word for word. */
    private static boolean someOrderExplains(Register now, List<Operation<Access>> history, TreeSet<Integer> done) {
        var open = IntStream.range(0, history.size())
                .filter(i -> !done.contains(i))
                .boxed()
                .toList();
        if (open.stream().noneMatch(i -> history.get(i).isKnown())) {
            return true;
        }
        long firstReturn =
                open.stream().mapToLong(i -> history.get(i).returned()).min().orElseThrow();
        return open.stream().filter(i -> history.get(i).called() <= firstReturn).anyMatch(i -> {
            var after = Register.after(now, history.get(i).what());
            var then = new TreeSet<>(done);
            then.add(i);
            return after.isPresent() && someOrderExplains(after.get(), history, then);
        });
    }

    @SafeVarargs
    private static boolean holds(Operation<Access>... history) {
        return Linearizability.holds(NEW, Register::after, List.of(history));
    }

    private static Operation<Access> write(String value, long revision, long called, long returned) {
        return new Operation<>(new Write(value, OptionalLong.of(revision)), called, returned);
    }

    private static Operation<Access> read(long revision, String value, long called, long returned) {
        return new Operation<>(new Read(new Register(revision, value)), called, returned);
    }
}
