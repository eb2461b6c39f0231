package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.cluster.Attempt.Done;
import dev.perennial.app.cluster.Attempt.Refused;
import dev.perennial.app.cluster.Credits.Access;
import dev.perennial.app.cluster.Credits.Access.Captured;
import dev.perennial.app.cluster.Credits.Access.Held;
import dev.perennial.app.cluster.Credits.Access.Seen;
import dev.perennial.app.cluster.Credits.Standing;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What clients did with the holds of a wallet and what they were answered. From any thread. */
final class CreditHistory {

    private static final AtomicLong NAMES = new AtomicLong();
    private static final int INSUFFICIENT = 402;

    /** Created and granted. */
    private static final int BEFORE = 2;

    private final Insistence client;
    private final String path;
    private final long granted;
    private final Queue<Operation<Access>> history = new ConcurrentLinkedQueue<>();

    /** Refused when it was sent again: the first sending may come through yet. When called, by name. */
    private final Map<String, Long> doubtful = new ConcurrentHashMap<>();

    /** @param path of the wallet, in which that much was granted and nothing else done */
    CreditHistory(Insistence client, String path, long granted) {
        this.client = client;
        this.path = path;
        this.granted = granted;
    }

    /** An open hold. */
    record Open(String id, int amount) {}

    /** Asks until it is answered; empty if there is not enough. */
    Optional<Open> hold(int amount) {
        var name = "hold " + NAMES.incrementAndGet();
        var command = Command.of("POST", path + "/holds", """
                {"amount":%d,"expiresInSeconds":3600,"reason":"%s"}""".formatted(amount, name));
        var called = System.nanoTime();
        var settled = client.settle(command);
        return switch (settled.attempt()) {
            case Done done -> {
                var after = Records.json(done.body());
                var id = after.path("hold").asText();
                add(new Held(id, amount, standing(after)), called);
                yield Optional.of(new Open(id, amount));
            }
            case Refused refused
            when refused.status() == INSUFFICIENT -> {
                if (!settled.alone()) {
                    doubtful.put(name, called);
                }
                add(new Access.Refused(amount, available(Records.json(refused.body()))), called);
                yield Optional.empty();
            }
            case Attempt other -> throw new AssertionError(command + ": " + other);
        };
    }

    /** Captures so much of a hold, or releases it for 0. */
    void end(Open hold, int amount) {
        var end = path + "/holds/" + hold.id();
        var command = amount == 0
                ? Command.of("POST", end + "/release", "")
                : Command.of("POST", end + "/capture", "{\"amount\":%d}".formatted(amount));
        var called = System.nanoTime();
        var after = done(command);
        add(new Captured(hold.id(), amount, standing(after)), called);
    }

    /** The wallet now. */
    JsonNode look() {
        var called = System.nanoTime();
        var wallet = done(Command.get(path));
        add(new Seen(standing(wallet)), called);
        return wallet;
    }

    /** The sum of what was acknowledged as captured. */
    long captured() {
        return history.stream()
                .mapToLong(operation -> operation.what() instanceof Captured end ? end.amount() : 0)
                .sum();
    }

    int size() {
        return history.size();
    }

    /** After all clients have ended. The statement tells what became of holds in doubt, and nothing else. */
    void assertLinearizable() {
        var all = new ArrayList<>(history);
        statement()
                .filter(entry -> doubtful.containsKey(entry.path("reason").asText()))
                .forEach(entry -> all.add(cleared(entry)));
        assertThat(Linearizability.holds(new Credits(BEFORE, granted, Map.of()), Credits::after, all))
                .as("linearizable: %s operations", all.size())
                .isTrue();
    }

    private Operation<Access> cleared(JsonNode entry) {
        var after = new Standing(
                entry.path("revision").asLong(),
                entry.at("/balance/available").asLong(),
                entry.at("/balance/held").asLong());
        var held = new Held(
                entry.path("subject").asText(), entry.at("/change/held").asLong(), after);
        return new Operation<>(
                held, Objects.requireNonNull(doubtful.get(entry.path("reason").asText())), Operation.NEVER);
    }

    private Stream<JsonNode> statement() {
        var entries = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = done(Command.get(path + "/statement?limit=100" + cursor));
            page.path("items").forEach(entries::add);
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return entries.stream();
    }

    private JsonNode done(Command command) {
        var attempt = client.settle(command).attempt();
        if (attempt instanceof Done done) {
            return Records.json(done.body());
        }
        throw new AssertionError(command + ": " + attempt);
    }

    private void add(Access what, long called) {
        history.add(new Operation<>(what, called, System.nanoTime()));
    }

    private static long available(JsonNode balance) {
        return balance.path("available").asLong();
    }

    private static Standing standing(JsonNode answer) {
        return new Standing(
                answer.path("revision").asLong(),
                available(answer),
                answer.path("held").asLong());
    }
}
