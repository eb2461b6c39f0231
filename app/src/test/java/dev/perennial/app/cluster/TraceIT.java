package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.SpanSink.Received;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One request is one trace, through two nodes, the journal, the projection and the process that follow from it. */
class TraceIT {

    private static final String CALLER = "00f067aa0ba902b7";
    private static final Duration EXPORTED = Duration.ofSeconds(20);

    /** So many invitations that not all of their entities live on the node that is asked. */
    private static final int INVITATIONS = 8;

    private static final String[] LINKS = {
        "inviteUser SERVER",
        "identity.email-claim ReserveEmail CLIENT",
        "identity.email-claim ReserveEmail SERVER",
        "identity.user InviteUser CLIENT",
        "identity.user InviteUser SERVER",
        "journal write CLIENT",
        "identity CONSUMER",
        "identity@email-claims CONSUMER",
        "identity.email-claim ConfirmEmail SERVER"
    };

    @Test
    void aRequestIsOneTraceThroughNodesJournalProjectionAndProcess() throws Exception {
        try (var sink = new SpanSink();
                var cluster = new Cluster(settings(sink));
                var http = HttpClient.newHttpClient()) {
            cluster.complete(2);
            send(http, cluster, "/v1/tenants", "{\"id\":\"acme\",\"name\":\"Acme\"}", "");
            for (var n = 0; n < INVITATIONS; n++) {
                var body = "{\"email\":\"u%d@acme.example\",\"role\":\"member\"}".formatted(n);
                send(http, cluster, "/v1/tenants/acme/users", body, "00-%s-%s-01".formatted(trace(n), CALLER));
            }
            var last = trace(INVITATIONS - 1);
            await().atMost(EXPORTED)
                    .untilAsserted(() -> assertThat(names(sink.trace(last))).contains(LINKS));

            for (var n = 0; n < INVITATIONS; n++) {
                var spans = sink.trace(trace(n));
                assertThat(names(spans)).contains(LINKS);
                assertThat(spans).allSatisfy(span -> assertThat(parents(spans)).contains(span.parent()));
            }
            assertThat(nodes(sink)).hasSize(2);
        }
    }

    private static Map<String, String> settings(SpanSink sink) {
        return Map.of(
                "perennial.telemetry.otlp-endpoint",
                sink.address().toString(),
                // The test stands in for a proxy of ours, whose word on what is recorded counts.
                "perennial.http.trusted-proxies",
                "127.0.0.1");
    }

    /** The nodes on which the traces' entities were. */
    private static List<String> nodes(SpanSink sink) {
        return Stream.iterate(0, n -> n < INVITATIONS, n -> n + 1)
                .flatMap(n -> sink.trace(trace(n)).stream())
                .map(Received::node)
                .distinct()
                .toList();
    }

    private static List<String> names(List<Received> spans) {
        return spans.stream().map(span -> span.name() + " " + span.kind()).toList();
    }

    private static List<String> parents(List<Received> spans) {
        return Stream.concat(Stream.of(CALLER), spans.stream().map(Received::id))
                .collect(Collectors.toList());
    }

    private static String trace(int n) {
        return "4bf92f3577b34da6a3ce929d0e0e47%02x".formatted(n);
    }

    private static void send(HttpClient http, Cluster cluster, String path, String body, String traceparent)
            throws Exception {
        URI node = cluster.nodes().getFirst().address();
        var request = HttpRequest.newBuilder(node.resolve(path))
                .header("Authorization", "Bearer " + cluster.operator())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!traceparent.isEmpty()) {
            request.header("traceparent", traceparent);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
