package dev.perennial.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server with pods, over HTTPS. As a real one it wants the token of a service account, may forbid, and says that
 * it answers in JSON.
 */
public final class PodsApi implements AutoCloseable {

    public static final String NAMESPACE = "shop";
    private static final String TOKEN = "token-of-the-service-account";

    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private final Path account;
    private final AtomicInteger lookups = new AtomicInteger();
    private volatile boolean forbids;

    /** @param account where the files of a service account are put */
    public PodsApi(Path account) throws IOException {
        this.account = account;
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Checking(), true);
        server.init(InetAddress.getByName("127.0.0.1"), 0);
        client = server.createClient(builder -> builder.editOrNewConfig()
                .withOauthToken(TOKEN)
                .withNamespace(NAMESPACE)
                .endConfig());
        Files.copy(Path.of(server.getSelfSignedCertificate().certificatePath()), account.resolve("ca.crt"));
        Files.writeString(account.resolve("token"), TOKEN);
        Files.writeString(account.resolve("namespace"), NAMESPACE);
    }

    private final class Checking extends KubernetesCrudDispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (request.getPath().contains("labelSelector")) {
                lookups.incrementAndGet();
            }
            var answer = !("Bearer " + TOKEN).equals(request.getHeader("Authorization"))
                    ? new MockResponse().setResponseCode(401).setBody("{}")
                    : forbids ? new MockResponse().setResponseCode(403).setBody("{}") : super.dispatch(request);
            return answer.setHeader("Content-Type", "application/json");
        }
    }

    /** As Kubernetes sets it for every container. */
    public Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()));
    }

    KubernetesApi api() {
        return KubernetesApi.of(environment(), account, Optional.empty()).orElseThrow();
    }

    /** From now on everything is answered by 403. */
    public void forbid() {
        forbids = true;
    }

    /** How often pods were asked for by a selector. */
    public int lookups() {
        return lookups.get();
    }

    /** A pod that runs on this machine. */
    public static PodBuilder pod(String name, int managementPort) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("app.kubernetes.io/name", "perennial")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("perennial")
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .addNewPort()
                .withName("management")
                .withContainerPort(managementPort)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("127.0.0.1")
                .endStatus();
    }

    public void add(PodBuilder pod) {
        client.pods().resource(pod.build()).create();
    }

    /** It is still there, as it takes its time to stop. */
    public void addLeaving(PodBuilder pod) {
        add(pod.editMetadata().addToFinalizers("perennial.dev/test").endMetadata());
        client.pods().resource(pod.build()).delete();
    }

    Pod get(String name) {
        return client.pods().withName(name).get();
    }

    public boolean hasDeletionCost(String pod) {
        return get(pod).getMetadata().getAnnotations().containsKey("controller.kubernetes.io/pod-deletion-cost");
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
