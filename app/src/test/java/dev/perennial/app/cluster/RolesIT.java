package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes that do different things are one installation: requests, entities, and views with chores, each in its process. */
class RolesIT {

    private static final int USERS = 6;

    @Test
    void eachDoesItsPart() throws Exception {
        // Neither views nor chores nor requests here, but the first keys are made by whoever comes first.
        try (var cluster = new Cluster(as("entity"))) {
            var entities = cluster.nodes().getFirst();
            var web = cluster.join(as("web"));
            var others = cluster.join(as("projection,worker"));
            cluster.forget(entities);
            cluster.forget(others);

            try (var client = new Client(cluster)) {
                var records = Records.create(cluster, client, "roles", 40, USERS);
                try (var load = new Load(client, records, 60)) {
                    load.awaitMore(150);
                    load.finish();
                    // The views too, which only the third node writes.
                    records.audit(load.acknowledged());
                }
                var users =
                        client.perform(Command.get("/v1/tenants/roles0/users")).join();
                assertThat(Records.json(users).at("/items")).hasSize(USERS);
            }
            assertThat(offersTheApi(web)).isTrue();
            assertThat(offersTheApi(entities)).isFalse();
            assertThat(offersTheApi(others)).isFalse();
            shardsAreOnOne(new Operator(cluster));

            // Who has no shards has none to hand over.
            web.terminate();
            assertThat(web.endsWithin(Duration.ofSeconds(30))).isTrue();
            others.terminate();
            assertThat(others.endsWithin(Duration.ofSeconds(30))).isTrue();
        }
    }

    /** Asked of the web node, which has none itself. */
    private static void shardsAreOnOne(Operator operator) {
        var roles = operator.get("/management/members").path("items");
        var entityNode = roles.valueStream()
                .filter(member -> member.path("roles").toString().equals("[\"entity\"]"))
                .map(member -> member.path("node").asText())
                .findFirst()
                .orElseThrow();
        assertThat(roles).hasSize(3);
        assertThat(Set.copyOf(operator.allHomes())).containsExactly(entityNode);
    }

    private static boolean offersTheApi(NodeProcess node) throws Exception {
        var address = node.address();
        try (var _ = new Socket(address.getHost(), address.getPort())) {
            return true;
        } catch (ConnectException closed) {
            return false;
        }
    }

    private static Map<String, String> as(String roles) {
        return Map.of("perennial.cluster.roles", roles);
    }
}
