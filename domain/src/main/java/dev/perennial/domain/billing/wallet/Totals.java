package dev.perennial.domain.billing.wallet;

/**
 * All that ever came into a wallet and what became of it. What is available is what remains, so nothing can get lost.
 *
 * @param granted at most {@value WalletDecider#MAX_GRANTED}, top-ups aside
 * @param lapsed what expired unused
 */
public record Totals(long granted, long consumed, long lapsed, long held) {

    static final Totals NONE = new Totals(0, 0, 0, 0);

    public Balance balance() {
        return new Balance(granted - consumed - lapsed - held, held);
    }

    Totals grant(long amount) {
        return new Totals(granted + amount, consumed, lapsed, held);
    }

    Totals consume(long amount) {
        return new Totals(granted, consumed + amount, lapsed, held);
    }

    Totals lapse(long amount) {
        return new Totals(granted, consumed, lapsed + amount, held);
    }

    Totals hold(long amount) {
        return new Totals(granted, consumed, lapsed, held + amount);
    }

    Totals end(Ended ended) {
        return new Totals(
                granted,
                consumed + Part.sum(ended.captured()),
                lapsed + Part.sum(ended.lapsed()),
                held - ended.fromHeld());
    }
}
