package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.cluster.Credits.Access.Held;
import dev.perennial.app.cluster.Credits.Access.Refused;
import dev.perennial.app.cluster.Credits.Access.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of operations on one wallet, dozens at a time and most of them refused, are judged in no time, whether all are
 * right or one of them is not.
 */
@Timeout(5)
class LongHistoriesTest {

    private static final int OPERATIONS = 5_000;

    private final PaperWallet wallet = new PaperWallet(20261122);

    @Test
    void thatAreRight() {
        wallet.work(OPERATIONS);
        assertThat(wallet.refusals()).isBetween(OPERATIONS / 2L, OPERATIONS - 500L);
        assertThat(wallet.isRight()).isTrue();
    }

    @Test
    void anAcknowledgedHoldIsLost() {
        wallet.work(OPERATIONS);
        wallet.releaseAll();
        wallet.lose(wallet.hold(1));
        wallet.work(OPERATIONS);
        assertThat(wallet.isRight()).isFalse();
    }

    @Test
    void anAcknowledgedHoldIsForgottenWithItsRevision() {
        wallet.work(OPERATIONS);
        wallet.releaseAll();
        var before = wallet.now();
        wallet.lose(wallet.hold(5));
        wallet.goBackTo(before);
        wallet.work(OPERATIONS);
        assertThat(wallet.isRight()).isFalse();
    }

    @Test
    void oneCreditIsGrantedTwice() {
        wallet.work(OPERATIONS);
        wallet.releaseAll();
        wallet.hold(wallet.now().available());
        wallet.answer(new Held("twice", wallet.now().held(), wallet.now()));
        wallet.work(OPERATIONS);
        assertThat(wallet.isRight()).isFalse();
    }

    @Test
    void oneIsRefusedWhatWasThereAllTheTime() {
        wallet.work(OPERATIONS);
        wallet.releaseAll();
        wallet.rest();
        wallet.answer(new Refused(3, 2));
        wallet.rest();
        wallet.work(OPERATIONS);
        assertThat(wallet.isRight()).isFalse();
    }

    @Test
    void whatIsSeenIsOld() {
        wallet.work(OPERATIONS);
        wallet.releaseAll();
        var old = wallet.now();
        wallet.hold(5);
        wallet.rest();
        wallet.answer(new Seen(old));
        wallet.rest();
        wallet.work(OPERATIONS);
        assertThat(wallet.isRight()).isFalse();
    }
}
