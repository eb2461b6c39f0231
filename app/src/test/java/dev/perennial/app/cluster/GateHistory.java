package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.cluster.Attempt.Done;
import dev.perennial.app.cluster.Attempt.Refused;
import dev.perennial.app.cluster.Counter.Access;
import dev.perennial.app.cluster.Counter.Access.Granted;
import dev.perennial.app.cluster.Counter.Access.Seen;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients of a gate with a hard limit asked of it and what they were answered. From any thread. */
final class GateHistory {

    private static final int LIMIT_REACHED = 429;

    private final Insistence client;
    private final String path;
    private final long limit;
    private final Queue<Operation<Access>> history = new ConcurrentLinkedQueue<>();

    /** @param path of the meter, of which nothing was used yet */
    GateHistory(Insistence client, String path, long limit) {
        this.client = client;
        this.path = path;
        this.limit = limit;
    }

    /** Asks until it is answered; whether the units were granted. */
    boolean consume(int units) {
        var command = Command.of("POST", path + "/consume", "{\"units\":%d}".formatted(units));
        var called = System.nanoTime();
        return switch (client.settle(command).attempt()) {
            case Done done -> {
                add(new Granted(units, used(Records.json(done.body()))), called);
                yield true;
            }
            // What is used only grows, so an earlier sending that comes through late is refused as well.
            case Refused refused
            when refused.status() == LIMIT_REACHED -> {
                add(new Access.Refused(units, used(Records.json(refused.body()))), called);
                yield false;
            }
            case Attempt other -> throw new AssertionError(command + ": " + other);
        };
    }

    /** What is used as the gate says now. */
    long check() {
        var called = System.nanoTime();
        var attempt = client.settle(Command.get(path + "/check")).attempt();
        if (!(attempt instanceof Done done)) {
            throw new AssertionError(attempt.toString());
        }
        var used = used(Records.json(done.body()).path("standing"));
        add(new Seen(used), called);
        return used;
    }

    long granted() {
        return history.stream()
                .mapToLong(operation -> operation.what() instanceof Granted granted ? granted.units() : 0)
                .sum();
    }

    int size() {
        return history.size();
    }

    void assertLinearizable() {
        assertThat(Linearizability.holds(new Counter(limit, 0), Counter::after, List.copyOf(history)))
                .as("linearizable: %s operations", history.size())
                .isTrue();
    }

    private void add(Access what, long called) {
        history.add(new Operation<>(what, called, System.nanoTime()));
    }

    private static long used(JsonNode standing) {
        return standing.path("used").asLong();
    }
}
