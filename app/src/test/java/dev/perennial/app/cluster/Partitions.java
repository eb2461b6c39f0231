package dev.perennial.app.cluster;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three machines, of which one is cut off under load, in one way after the other. A program rather than a test: it has to
 * run in namespaces of its own, see {@link PartitionIT}.
 */
final class Partitions {

    private static final Logger log = LoggerFactory.getLogger(Partitions.class);
    private static final int MACHINES = 3;
    private static final int TENANTS = 60;
    private static final int PER_SECOND = 40;
    private static final double LOSS = 0.3;

    /** Operations of clients while packets are lost: about ten seconds. */
    private static final int DISTURBED = 400;

    /** As for a node that is killed: about 8 s when the machine does nothing else. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Without PostgreSQL a node takes long to stop, though it serves nothing from the beginning. */
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private final Network network = new Network(MACHINES);
    private final Cluster cluster;
    private final Client client;
    private final Records records;
    private final NameHistory names;

    private Partitions() {
        cluster = new Cluster(Map.of(), network.machines());
        client = new Client(cluster);
        records = Records.create(cluster, client, "cut", TENANTS, 4);
        names = new NameHistory(client::settle, new Register(1, "new"));
    }

    public static void main(String[] arguments) {
        try {
            new Partitions().run();
            System.exit(0);
        } catch (RuntimeException | Error failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }

    private void run() {
        underLoad("its cable pulled", network::unplug, true);
        underLoad("cut from the others both ways", network::separate, true);
        underLoad("not heard by the others, though it hears them", network::silence, true);
        underLoad("30% of its packets lost each way", machine -> network.disturb(machine, LOSS), false);
    }

    /** @param mustEnd whether the node that is cut off has to end; else it may */
    private void underLoad(String how, Consumer<Machine> cut, boolean mustEnd) {
        var over = new CompletableFuture<Void>();
        var load = CompletableFuture.supplyAsync(
                () -> Phase.open(this::send, PER_SECOND, over), Thread::startVirtualThread);
        try {
            cutOff(how, cluster.nodes().getFirst(), cut, mustEnd);
        } finally {
            over.complete(null);
        }
        var answers = load.join();
        assertThat(answers.only(attempt -> !(attempt instanceof Attempt.Done)).answers())
                .as("not answered in the end")
                .isEmpty();
        names.assertLinearizable();
        records.audit(names.acknowledged().collect(toSet()));
        log.info(
                "{}: {} requests answered, the slowest after {} ms, repeated {}; all {} histories are linearizable",
                how,
                answers.answers().size(),
                "%.0f".formatted(answers.millis(1)),
                client.repeated(),
                TENANTS);
    }

    private void cutOff(String how, NodeProcess node, Consumer<Machine> cut, boolean mustEnd) {
        var survivor = cluster.nodes().getLast();
        awaitMore(2 * TENANTS);
        long began = System.nanoTime();
        cut.accept(node.machine());
        var ended = node.ended().thenApply(_ -> Duration.ofNanos(System.nanoTime() - began));
        var pause = Recovery.until(client, survivor, records.reads().toList());
        if (mustEnd) {
            await().atMost(LONGEST_END).until(ended::isDone);
        } else {
            awaitMore(DISTURBED);
        }
        network.heal(node.machine());
        log.info(
                "{}: everything answered elsewhere after {} ms; the node {}",
                how,
                pause.toMillis(),
                ended.isDone() ? "ended after " + ended.join().toMillis() + " ms" : "lives");
        assertThat(pause).isLessThan(LONGEST_PAUSE);
        if (ended.isDone()) {
            cluster.forget(node);
            // As what supervises it would do.
            cluster.join(node.machine());
        }
        awaitMore(2 * TENANTS);
    }

    private void awaitMore(int operations) {
        int before = names.size();
        await().atMost(LONGEST_PAUSE).until(() -> names.size() > before + operations);
    }

    private CompletableFuture<Attempt> send() {
        var random = ThreadLocalRandom.current();
        var tenant = records.tenants().get(random.nextInt(TENANTS));
        return random.nextBoolean() ? names.write(tenant) : names.read(tenant);
    }
}
