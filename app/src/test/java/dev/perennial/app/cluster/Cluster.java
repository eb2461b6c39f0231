package dev.perennial.app.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some nodes on one PostgreSQL, in the order in which they came: the first one coordinates the shards. */
final class Cluster implements AutoCloseable {

    private static final Pattern OPERATOR_KEY = Pattern.compile("operator key .*:\\s+(\\S+)");
    private static final Pattern MANAGEMENT_KEY = Pattern.compile("key of its management API.*:\\s+(\\S+)");
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path data;
    private final Map<String, String> settings;
    private final PostgresServer postgres;
    private final List<NodeProcess> started = new CopyOnWriteArrayList<>();
    private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
    private final String operator;
    private final String managementKey;

    /** Starts the first node, on a new database. */
    Cluster(Map<String, String> settings) {
        this(settings, List.of(Machine.THIS));
    }

    /** Starts the first nodes at once, one on each of the machines, on a new database. */
    Cluster(Map<String, String> settings, List<Machine> machines) {
        this.settings = settings;
        this.data = newFolder();
        this.postgres = new PostgresServer(data);
        // Also when the tests are interrupted, or the first node does not start.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        joinAll(machines.stream().map(machine -> launch(machine, Map.of())));
        var logs = nodes.stream().map(NodeProcess::log).collect(Collectors.joining("\n"));
        this.operator = key(OPERATOR_KEY, logs);
        this.managementKey = key(MANAGEMENT_KEY, logs);
    }

    /** Starts another node, and tells clients of it when it is ready. */
    NodeProcess join() {
        return join(Map.of());
    }

    /** The same with other settings than the rest. */
    NodeProcess join(Map<String, String> others) {
        return joinAll(Stream.of(launch(Machine.THIS, others))).getFirst();
    }

    /** The same on another machine. */
    NodeProcess join(Machine machine) {
        return joinAll(Stream.of(launch(machine, Map.of()))).getFirst();
    }

    private NodeProcess launch(Machine machine, Map<String, String> others) {
        var all = new HashMap<>(settings);
        all.putAll(others);
        var name = "node-" + NAMES.incrementAndGet();
        var node = new NodeProcess(name, machine, data, postgres.jdbcUrl(), MASTER_KEY, all);
        started.add(node);
        return node;
    }

    private List<NodeProcess> joinAll(Stream<NodeProcess> launched) {
        var ready = launched.toList().stream().map(NodeProcess::awaitReady).toList();
        nodes.addAll(ready);
        return ready;
    }

    /** Starts what is missing to that number, and waits until all are ready. */
    void complete(int number) {
        nodes.removeIf(node -> !node.isAlive());
        joinAll(Stream.generate(() -> launch(Machine.THIS, Map.of())).limit(number - nodes.size()));
    }

    /** Those that clients try: they were ready once and are not forgotten. */
    List<NodeProcess> nodes() {
        return nodes;
    }

    /** Starts a node again that has ended, at its old addresses. */
    NodeProcess restart(NodeProcess ended) {
        nodes.remove(ended);
        ended.startAgain();
        return joinAll(Stream.of(ended)).getFirst();
    }

    /** Clients no longer try it. */
    void forget(NodeProcess node) {
        nodes.remove(node);
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** The credential of who runs the installation. */
    String operator() {
        return operator;
    }

    /** The credential of who manages the cluster. */
    String managementKey() {
        return managementKey;
    }

    private static String key(Pattern pattern, String log) {
        var key = pattern.matcher(log);
        if (!key.find()) {
            throw new AssertionError("the first start does not show " + pattern);
        }
        return key.group(1);
    }

    @Override
    public void close() {
        started.forEach(NodeProcess::close);
        postgres.close();
        if (Files.exists(data)) {
            delete(data);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("perennial-cluster");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
