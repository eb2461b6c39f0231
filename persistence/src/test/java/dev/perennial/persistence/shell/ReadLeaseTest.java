package dev.perennial.persistence.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease of 2 s with 10 s of doubt after a lapse; times are milliseconds after its beginning. */
class ReadLeaseTest {

    /** {@link System#nanoTime} may begin anywhere, and pass its largest value. */
    private static final long BEGINNING = Long.MAX_VALUE - ms(5_000);

    private final ReadLease lease = new ReadLease(Duration.ofSeconds(2), Duration.ofSeconds(10), BEGINNING);

    @Test
    void isNotGrantedBeforeItIsKnownThatTheNodeIsInTouch() {
        assertThat(holds(0)).isFalse();
        lease.renew(at(250), true);
        assertThat(holds(250)).isTrue();
    }

    /** It is not a member yet, so it has nothing that could be taken over. */
    @Test
    void aNodeThatJoinsLateIsNotInDoubt() {
        lease.renew(at(5_000), false);
        lease.renew(at(5_250), true);
        assertThat(holds(5_250)).isTrue();
    }

    @Test
    void holdsWhileItIsRenewed() {
        renew(250, 20_000);
        assertThat(holds(20_000)).isTrue();
        assertThat(holds(21_999)).isTrue();
    }

    @Test
    void isOverWithoutAnyonesDoingWhenTheNodeStandsStill() {
        renew(250, 1_000);
        assertThat(holds(3_000)).isFalse();
    }

    /** The first look after it comes at once; by it alone the node cannot know what happened meanwhile. */
    @Test
    void aNodeThatStoodStillIsInDoubt() {
        renew(250, 1_000);
        lease.renew(at(3_000), true);
        assertThat(holds(3_000)).isFalse();
        renew(3_250, 12_750);
        assertThat(holds(12_750)).isFalse();
        lease.renew(at(13_000), true);
        assertThat(holds(13_000)).isTrue();
    }

    /** It looked at the clock, stood still, and went on to renew. */
    @Test
    void isRenewedFromBeforeTheLook() {
        renew(250, 1_000);
        lease.renew(at(1_250), true);
        assertThat(holds(6_000)).isFalse();
        lease.renew(at(6_000), true);
        assertThat(holds(6_000)).isFalse();
    }

    @Test
    void aPauseThatIsShorterChangesNothing() {
        renew(250, 1_000);
        lease.renew(at(2_999), true);
        assertThat(holds(2_999)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 3_000})
    void aNodeOutOfTouchIsInDoubtAndForAWhileAfterwards(int lasting) {
        renew(250, 1_000);
        for (int time = 1_250; time <= 1_000 + lasting; time += 250) {
            lease.renew(at(time), false);
            assertThat(holds(time)).isFalse();
        }
        renew(1_250 + lasting, 10_750 + lasting);
        assertThat(holds(10_750 + lasting)).isFalse();
        lease.renew(at(11_000 + lasting), true);
        assertThat(holds(11_000 + lasting)).isTrue();
    }

    private void renew(int from, int to) {
        for (int time = from; time <= to; time += 250) {
            lease.renew(at(time), true);
        }
    }

    private boolean holds(int time) {
        return lease.holds(at(time));
    }

    private static long at(int time) {
        return BEGINNING + ms(time);
    }

    private static long ms(long time) {
        return Duration.ofMillis(time).toNanos();
    }
}
