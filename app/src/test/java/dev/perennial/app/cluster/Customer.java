package dev.perennial.app.cluster;

import dev.perennial.app.cluster.CreditHistory.Open;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One client: takes what it gets, at first at leisure, in the end all there is. */
final class Customer implements Runnable {

    private static final Executor LATER = CompletableFuture.delayedExecutor(900, TimeUnit.MILLISECONDS);

    private final GateHistory gate;
    private final CreditHistory wallet;
    private final ArrayDeque<Open> holds = new ArrayDeque<>();
    private volatile boolean atLeisure = true;

    Customer(GateHistory gate, CreditHistory wallet) {
        this.gate = gate;
        this.wallet = wallet;
    }

    void useUp() {
        atLeisure = false;
    }

    /** After it has ended. */
    long held() {
        return holds.stream().mapToLong(Open::amount).sum();
    }

    @Override
    public void run() {
        while (atLeisure) {
            gate.consume(random(1, 3));
            trade();
            CompletableFuture.runAsync(() -> {}, LATER).join();
        }
        while (gate.consume(1)) {
            trade();
        }
        while (wallet.hold(random(1, 5)).map(holds::add).orElse(false)) {
            trade();
        }
    }

    private void trade() {
        if (random(1, 8) == 1) {
            gate.check();
            wallet.look();
        }
        if (holds.size() > random(0, 2)) {
            var hold = holds.remove();
            wallet.end(hold, random(0, hold.amount()));
        } else {
            wallet.hold(random(1, 5)).ifPresent(holds::add);
        }
    }

    private static int random(int least, int most) {
        return ThreadLocalRandom.current().nextInt(least, most + 1);
    }
}
