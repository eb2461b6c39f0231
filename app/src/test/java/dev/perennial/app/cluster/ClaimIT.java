package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Done;
import dev.perennial.app.cluster.Attempt.Refused;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An email belongs to one user of a tenant at any time, and is not lost to all when a node dies. */
@ExtendWith(ThreeNodes.class)
class ClaimIT {

    /** The reservation's time, the pause of the process that looks after it, and a node's loss. */
    private static final Duration SETTLED = Duration.ofSeconds(45);

    /** How soon a client sees its connection end. */
    private static final Duration NOTICED = Duration.ofSeconds(10);

    private final Cluster cluster;

    ClaimIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void ofManyInvitationsAtOnceOneWins() {
        try (var client = new Client(cluster)) {
            create(client, "crowd");
            for (var email : new String[] {"ada", "grace", "edsger"}) {
                var answers = Records.all(IntStream.range(0, 4)
                        .boxed()
                        .flatMap(_ ->
                                cluster.nodes().stream().map(node -> client.settle(invitation("crowd", email), node))));

                assertThat(answers).filteredOn(answer -> answer instanceof Done).hasSize(1);
                assertThat(answers)
                        .filteredOn(answer -> answer instanceof Refused(int status, var body)
                                && status == 409
                                && body.contains("email.taken"))
                        .hasSize(answers.size() - 1);
            }
        }
    }

    @Test
    void aNodeThatDiesBeforeTheUserIsInvitedLeavesTheEmailFree() throws Exception {
        try (var client = new Client(cluster)) {
            create(client, "early");
            var lost = invitation("early", "ada");
            dieInTheMiddle(client, lost, "early", "identity.user-invited%");
            assertThat(reservations("early")).isEqualTo(1);

            // Nobody but the process can free it, and the late invitation cannot come back to life.
            await().atMost(SETTLED)
                    .until(() -> client.settle(
                                            invitation("early", "ada"),
                                            cluster.nodes().getFirst())
                                    .join()
                            instanceof Done);
            assertThat(client.settle(lost, cluster.nodes().getLast()).join())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(409));
        }
    }

    @Test
    void aNodeThatDiesAfterTheUserWasInvitedLeavesTheEmailTheirs() throws Exception {
        try (var client = new Client(cluster)) {
            create(client, "late");
            var lost = invitation("late", "ada");
            dieInTheMiddle(client, lost, "late", "identity.email-confirmed%");

            await().atMost(SETTLED).until(() -> cluster.postgres().number("""
                                    select count(*) from journal.event_journal
                                    where tenant = 'late' and event_ser_manifest like 'identity.email-confirmed%'
                                    """) == 1);
            var node = cluster.nodes().getFirst();
            assertThat(client.settle(lost, node).join()).isInstanceOf(Done.class);
            assertThat(client.settle(invitation("late", "ada"), node).join()).isInstanceOf(Refused.class);
        }
    }

    /** Kills the node that answers the request when it has come to writing such an event, which is then not written. */
    private void dieInTheMiddle(Client client, Command invitation, String tenant, String manifest) throws Exception {
        var node = cluster.nodes().getLast();
        try (var gate = Gate.close(cluster.postgres(), tenant, manifest)) {
            var unanswered = client.send(node, invitation);
            gate.awaitSomeoneBefore();
            node.kill();
            assertThat(unanswered).failsWithin(NOTICED);
        }
        cluster.forget(node);
    }

    private long reservations(String tenant) {
        return cluster.postgres().number("""
                        select count(*) from journal.event_journal
                        where tenant = ? and event_ser_manifest like 'identity.email-reserved%'
                        """, tenant);
    }

    private static void create(Client client, String tenant) {
        client.perform(Command.of("POST", "/v1/tenants", "{\"id\":\"%s\",\"name\":\"Claims\"}".formatted(tenant)))
                .join();
    }

    private static Command invitation(String tenant, String name) {
        return Command.of(
                "POST",
                "/v1/tenants/" + tenant + "/users",
                "{\"email\":\"%s@example.org\",\"role\":\"member\"}".formatted(name));
    }
}
