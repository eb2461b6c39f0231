package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.cluster.Attempt.Again;
import dev.perennial.app.cluster.Attempt.Done;
import dev.perennial.app.cluster.Attempt.Refused;
import dev.perennial.app.cluster.Register.Access;
import dev.perennial.app.cluster.Register.Access.Read;
import dev.perennial.app.cluster.Register.Access.Write;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** What clients did to the names of tenants and what they saw of them. From any thread. */
final class NameHistory {

    private static final AtomicLong NAMES = new AtomicLong();

    private final Function<Command, CompletableFuture<Attempt>> send;
    private final Register created;
    private final Map<String, Queue<Operation<Access>>> byTenant = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /** @param created what the tenants are before */
    NameHistory(Function<Command, CompletableFuture<Attempt>> send, Register created) {
        this.send = send;
        this.created = created;
    }

    /** Gives it a name that no other one ever has. */
    CompletableFuture<Attempt> write(String tenant) {
        var name = "unique " + NAMES.incrementAndGet();
        var command = Command.of("PATCH", path(tenant), "{\"name\":\"%s\"}".formatted(name));
        long called = System.nanoTime();
        return send.apply(command).thenApply(attempt -> {
            switch (attempt) {
                case Done done -> {
                    acknowledged.add(command.id());
                    var revision = Records.json(done.body()).path("revision").asLong();
                    add(tenant, new Write(name, OptionalLong.of(revision)), called, System.nanoTime());
                }
                case Again again when again.certain() -> {}
                case Again _ -> add(tenant, new Write(name, OptionalLong.empty()), called, Operation.NEVER);
                case Refused _ -> {}
            }
            return attempt;
        });
    }

    CompletableFuture<Attempt> read(String tenant) {
        long called = System.nanoTime();
        return send.apply(Command.get(path(tenant))).thenApply(attempt -> {
            if (attempt instanceof Done done) {
                var seen = Records.json(done.body());
                var register = new Register(
                        seen.path("revision").asLong(), seen.path("name").asText());
                add(tenant, new Read(register), called, System.nanoTime());
            }
            return attempt;
        });
    }

    /** The traces of writes that were answered so far. */
    Stream<String> acknowledged() {
        return acknowledged.stream();
    }

    int size() {
        return byTenant.values().stream().mapToInt(Queue::size).sum();
    }

    void assertLinearizable() {
        assertThat(byTenant)
                .allSatisfy((_, history) -> assertThat(
                                Linearizability.holds(created, Register::after, List.copyOf(history)))
                        .as("linearizable: %s", history)
                        .isTrue());
    }

    private void add(String tenant, Access what, long called, long returned) {
        byTenant.computeIfAbsent(tenant, _ -> new ConcurrentLinkedQueue<>())
                .add(new Operation<>(what, called, returned));
    }

    private static String path(String tenant) {
        return "/v1/tenants/" + tenant;
    }
}
