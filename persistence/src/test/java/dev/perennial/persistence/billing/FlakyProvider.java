package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Money;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A provider that keeps its word on keys and nothing else: it declines, fails before and after it did what it was asked. */
final class FlakyProvider implements PaymentProvider {

    private final Random random;
    private final Map<String, Entry> ledger = new LinkedHashMap<>();
    private double faults;

    /** @param minor below zero for what was given back */
    private record Entry(long minor, Answer answer) {}

    FlakyProvider(Random random) {
        this.random = random;
    }

    void failing(double share) {
        faults = share;
    }

    /** What it has kept of a payment. */
    long kept(String key) {
        return ledger.entrySet().stream()
                .filter(entry -> entry.getKey().equals(key) || entry.getKey().startsWith(key + ":"))
                .filter(entry -> entry.getValue().answer() instanceof Answer.Done)
                .mapToLong(entry -> entry.getValue().minor())
                .sum();
    }

    @Override
    public boolean isAvailable() {
        return random.nextDouble() >= faults / 4;
    }

    @Override
    public Answer charge(String key, Money amount, String description) {
        var declines = random.nextInt(4) == 0;
        return done(
                key,
                new Entry(
                        amount.minor(),
                        declines ? new Answer.Refused("no funds") : new Answer.Done("ch-" + ledger.size())));
    }

    @Override
    public Answer find(String key) {
        var known = ledger.get(key);
        return fails() ? new Answer.Unclear("timeout") : known == null ? new Answer.Unknown() : known.answer();
    }

    @Override
    public Answer refund(String key, String charge, Money amount) {
        return done(key, new Entry(-amount.minor(), new Answer.Done("re-" + ledger.size())));
    }

    private Answer done(String key, Entry entry) {
        if (fails()) {
            return new Answer.Unclear("failed before");
        }
        var answer = ledger.computeIfAbsent(key, _ -> entry).answer();
        return fails() ? new Answer.Unclear("failed after") : answer;
    }

    private boolean fails() {
        return random.nextDouble() < faults;
    }
}
