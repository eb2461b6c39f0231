package dev.perennial.app.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Reply;
import dev.perennial.cluster.allocation.NodeId;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Activity;
import dev.perennial.persistence.shell.ShardedEntities;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What single entities are doing, asked of the node where they live. None is woken by it. */
final class Residents {

    private static final String TOPIC = "resident";

    private final Peers peers;
    private final ShardedEntities entities;
    private final InstantSource clock;

    Residents(Peers peers, ShardedEntities entities, InstantSource clock) {
        this.peers = peers;
        this.entities = entities;
        this.clock = clock;
        peers.answer(TOPIC, this::answer);
    }

    /** @param activity null if it is not in memory */
    private record Resident(@Nullable Doing activity) {}

    private record Doing(
            String condition,
            Instant since,
            @Nullable Long revision,
            int waiting,
            int inFlight,
            int remembered,
            Instant lastMessageAt) {}

    /**
     * Blocks.
     *
     * @return a field {@code activity}, which is null if it is not in memory; null itself if the node does not answer
     */
    @Nullable
    JsonNode ask(NodeId node, String type, TenantId tenant, EntityId id) {
        var question = String.join(" ", type, tenant.value(), id.value());
        return peers.ask(List.of(node), TOPIC, question).given().get(node);
    }

    private Resident answer(String question) {
        var parts = question.split(" ", -1);
        var activity = Flows.await(entities.activity(parts[0], new TenantId(parts[1]), new EntityId(parts[2])));
        return new Resident(activity.map(this::doing).orElse(null));
    }

    private Doing doing(Activity activity) {
        var now = clock.instant();
        return new Doing(
                Reply.label(activity.condition()),
                now.minus(activity.lasting()),
                activity.revision().isPresent() ? activity.revision().getAsLong() : null,
                activity.waiting(),
                activity.inFlight(),
                activity.remembered(),
                now.minus(activity.quiet()));
    }
}
