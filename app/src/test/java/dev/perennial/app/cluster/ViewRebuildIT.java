package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Done;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Views are built anew from the whole journal while commands change them and lists read them. */
@ExtendWith(ThreeNodes.class)
class ViewRebuildIT {

    private static final int USERS = 8;
    private static final int PER_SECOND = 60;
    private static final String BUILT =
            "select extract(epoch from built_at) * 1000 from projection.views where projection = 'identity'";

    private final Cluster cluster;
    private final Operator operator;

    ViewRebuildIT(Cluster cluster) {
        this.cluster = cluster;
        this.operator = new Operator(cluster);
    }

    @Test
    void viewsAreRebuiltWhileTheyServe() {
        try (var client = new Client(cluster)) {
            var records = Records.create(cluster, client, "anew", 60, USERS);
            try (var load = new Load(client, records, PER_SECOND)) {
                load.awaitMore(200);
                long builtBefore = cluster.postgres().number(BUILT);
                // However often it is ordered while it is under way, it is done once.
                for (int i = 0; i < 3; i++) {
                    operator.order("POST", "/management/views/identity/rebuild", "{\"reason\":\"test\"}");
                }
                await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                    cluster.nodes().forEach(node -> assertListIsWhole(client, node));
                    return cluster.postgres().number(BUILT) > builtBefore;
                });
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> operator.get("/management/directives")
                                .path("items")
                                .isEmpty());
                load.awaitMore(100);
                cluster.nodes().forEach(node -> assertListIsWhole(client, node));
                load.finish();
                records.audit(load.acknowledged());
            }
        }
    }

    private static void assertListIsWhole(Client client, NodeProcess node) {
        var list = Attempt.of(
                client.send(node, Command.get("/v1/tenants/anew0/users")).join(), null);
        assertThat(list)
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(Records.json(done.body()).at("/items"))
                                .hasSize(USERS));
    }
}
