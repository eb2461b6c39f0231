package dev.perennial.cluster.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API of the Kubernetes cluster that this process runs in, as its service account may use it.
 *
 * @param server where it answers
 * @param account the folder that Kubernetes mounts, with the files {@code ca.crt}, {@code token} and {@code namespace}
 * @param namespace of this pod, if it is not to be read from the folder
 */
public record KubernetesApi(URI server, Path account, Optional<String> namespace) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** @return empty outside of Kubernetes */
    public static Optional<KubernetesApi> of(
            Map<String, String> environment, Path account, Optional<String> namespace) {
        var host = environment.get("KUBERNETES_SERVICE_HOST");
        var port = environment.get("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            return Optional.empty();
        }
        // An address of version 6 comes without its brackets.
        var name = host.contains(":") ? "[" + host + "]" : host;
        return Optional.of(new KubernetesApi(URI.create("https://" + name + ":" + port), account, namespace));
    }

    /** What a service account needs to be allowed something about pods. */
    static String rule(String verbs) {
        return """
                Its ServiceAccount needs a Role with the rule {apiGroups: [""], resources: [pods], verbs: [%s]} and a \
                RoleBinding in this namespace; k8s/base/rbac.yaml has both""".formatted(verbs);
    }

    /**
     * Changes one pod by a JSON merge patch.
     *
     * @return the status of the answer
     */
    int patch(String pod, String change) throws IOException, InterruptedException, GeneralSecurityException {
        var path = "/api/v1/namespaces/%s/pods/%s".formatted(namespaceOfPod(), pod);
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                // Read every time: Kubernetes replaces it about every hour.
                .header("Authorization", "Bearer " + read("token"))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(change))
                .build();
        try (var http = HttpClient.newBuilder()
                .sslContext(trustingTheCluster())
                .connectTimeout(PATIENCE)
                .build()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private String namespaceOfPod() throws IOException {
        return namespace.isPresent() ? namespace.get() : read("namespace");
    }

    private String read(String file) throws IOException {
        return Files.readString(account.resolve(file)).strip();
    }

    private SSLContext trustingTheCluster() throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var authorities = Files.newInputStream(account.resolve("ca.crt"))) {
            for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(authorities)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), authority);
            }
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
