package dev.perennial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.cluster.kubernetes.PodsApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own that find each other by a Kubernetes API. */
class KubernetesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path account;

    private PodsApi api;
    private final List<Integer> ports = ClusterIT.freePorts(4);
    private final List<NodeProcess> started = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        api = new PodsApi(account);
    }

    @AfterEach
    void end() {
        started.forEach(NodeProcess::close);
        api.close();
    }

    @Test
    void podsThatRunFormOneClusterWhenAsManyAreThereAsAreWanted() {
        addPodsThatAreNoNodes();
        api.add(PodsApi.pod("perennial-a", managementPort(0)));
        var first = node(0);
        await().atMost(PATIENCE).until(() -> first.get("/health/alive") == 200);
        int before = api.lookups();
        // A second is enough for one that would form a cluster alone: it looks once a second.
        await().atMost(PATIENCE).until(() -> api.lookups() >= before + 4);
        assertThat(first.members()).isEqualTo("[]");

        api.add(PodsApi.pod("perennial-b", managementPort(1)));
        var second = node(1);
        var both = ports.subList(0, 2).stream()
                .map(String::valueOf)
                .sorted()
                .toList()
                .toString();
        await().atMost(PATIENCE)
                .until(() -> first.members().equals(both) && second.members().equals(both));
        await().atMost(PATIENCE).until(() -> api.hasDeletionCost("perennial-a") && api.hasDeletionCost("perennial-b"));
    }

    @Test
    void aNodeThatMayNotSeePodsSaysWhichRuleItNeeds() {
        api.forbid();
        var node = node(0);
        await().atMost(PATIENCE)
                .until(() -> node.hasLogged("{apiGroups: [\"\"], resources: [pods], verbs: [get, list, watch]}"));
    }

    /** None of them answers: if one counted, no cluster would form. */
    private void addPodsThatAreNoNodes() {
        api.addLeaving(PodsApi.pod("leaving", 9));
        api.add(PodsApi.pod("coming", 9).editStatus().withPhase("Pending").endStatus());
        api.add(PodsApi.pod("other", 9)
                .editMetadata()
                .addToLabels("app.kubernetes.io/name", "other")
                .endMetadata());
        api.add(PodsApi.pod("elsewhere", 9)
                .editMetadata()
                .withNamespace("elsewhere")
                .endMetadata());
    }

    private NodeProcess node(int n) {
        var node = NodeProcess.start(
                ports.get(n),
                managementPort(n),
                api.environment(),
                "perennial.cluster.discovery=kubernetes",
                "perennial.cluster.kubernetes.settle=1s",
                "perennial.cluster.kubernetes.pod=perennial-" + (n == 0 ? "a" : "b"),
                "perennial.cluster.kubernetes.service-account=\"%s\"".formatted(account));
        started.add(node);
        return node;
    }

    private int managementPort(int n) {
        return ports.get(n + 2);
    }
}
