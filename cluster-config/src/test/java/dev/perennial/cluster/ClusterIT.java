package dev.perennial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three processes: one cluster in whatever order they start, and what happens when one of them goes. */
class ClusterIT {

    private static final Logger log = LoggerFactory.getLogger(ClusterIT.class);

    @TempDir
    Path folder;

    private final List<Integer> ports = freePorts(6);
    private final List<NodeProcess> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(NodeProcess::close);
    }

    @Test
    void nodesOfOneMachineFormOneClusterAndSurviveAnyOfThem() throws Exception {
        var nodes = new ArrayList<>(IntStream.range(0, 3).mapToObj(this::local).toList());
        awaitOneCluster(nodes, 0, 1, 2);
        awaitAllAnswer(nodes.get(2));
        await().atMost(Duration.ofSeconds(20)).until(() -> nodes.stream().allMatch(NodeProcess::ready));
        assertThat(nodes.getFirst().get("/health/alive")).isEqualTo(200);
        assertThat(nodes.getFirst().get("/cluster/members")).isEqualTo(404);

        int oldest = ports.indexOf(nodes.getFirst().oldest());
        int second = (oldest + 1) % 3;
        int third = (oldest + 2) % 3;
        nodes.get(oldest).kill();
        entitiesAnswerAgain(nodes.get(second));
        awaitOneCluster(List.of(nodes.get(second), nodes.get(third)), second, third);

        nodes.set(oldest, local(oldest));
        awaitOneCluster(nodes, 0, 1, 2);

        assertThat(nodes.get(second).leaves()).isTrue();
        awaitAllAnswer(nodes.get(third));
        awaitOneCluster(List.of(nodes.get(third), nodes.get(oldest)), third, oldest);
    }

    @Test
    void nodesWithContactPointsFormOneCluster() {
        String points = IntStream.range(0, 3)
                .mapToObj(n -> "127.0.0.1:" + managementPort(n))
                .collect(Collectors.joining(","));
        var nodes = IntStream.range(0, 3)
                .mapToObj(n -> start(n, "perennial.cluster.contact-points=\"%s\"".formatted(points)))
                .toList();
        awaitOneCluster(nodes, 0, 1, 2);
    }

    /**
     * The worst case: it was the oldest node, so the coordinator of the shards has to move as well. Takes 7 to 9 s when
     * the machine does nothing else; the limit leaves room for a busy one.
     */
    private static void entitiesAnswerAgain(NodeProcess survivor) {
        var killed = Instant.now();
        awaitAllAnswer(survivor);
        var pause = Duration.between(killed, Instant.now());
        log.info("All entities answered {} ms after the oldest of three nodes was killed", pause.toMillis());
        assertThat(pause).isLessThan(Duration.ofSeconds(15));
    }

    private void awaitOneCluster(List<NodeProcess> nodes, int... members) {
        String expected = IntStream.of(members)
                .mapToObj(n -> String.valueOf(ports.get(n)))
                .sorted()
                .toList()
                .toString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> nodes.stream().allMatch(node -> node.members().equals(expected)));
    }

    private static void awaitAllAnswer(NodeProcess node) {
        await().atMost(Duration.ofSeconds(60)).until(() -> node.answers() == NodeMain.ENTITIES);
    }

    private NodeProcess local(int n) {
        return start(n, "perennial.cluster.folder=\"%s\"".formatted(folder));
    }

    private NodeProcess start(int n, String joining) {
        var node = NodeProcess.start(ports.get(n), managementPort(n), joining);
        started.add(node);
        return node;
    }

    private int managementPort(int n) {
        return ports.get(n + 3);
    }

    static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int n = 0; n < count; n++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            var free = sockets.stream().map(ServerSocket::getLocalPort).sorted().toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
