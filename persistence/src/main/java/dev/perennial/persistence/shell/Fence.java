package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.TenantQueries;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an entity makes sure that what it says without a write is still true. The journal lets only one node write; but
 * reads and refusals come from memory, and another node may have taken the entity over while this one stood still.
 */
public final class Fence {

    private static final Logger log = LoggerFactory.getLogger(Fence.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Several times what a node needs that runs again to hear that it was removed. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    /** For so long a node has not answered before it is removed; in fact longer, by the failure detector's time. */
    private static final String LENGTH = "pekko.cluster.split-brain-resolver.stable-after";

    private static final Set<MemberStatus> SERVING = Set.of(MemberStatus.up(), MemberStatus.leaving());

    private static final String LAST = """
            select coalesce(max(sequence_number), 0) from journal.event_journal where persistence_id = ?
            """;

    private final ReadLease lease;
    private final TenantQueries queries;

    Fence(ReadLease lease, TenantQueries queries) {
        this.lease = lease;
        this.queries = queries;
    }

    /** From now on it follows this node's membership. */
    public static Fence start(ActorSystem<?> system, TenantQueries queries) {
        var length = system.settings().config().getDuration(LENGTH);
        var lease = new ReadLease(length, DOUBT, System.nanoTime());
        var cluster = Cluster.get(system);
        // Where heartbeats are answered, so that load holds up neither.
        var dispatcher = system.dispatchers().lookup(DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
        system.scheduler()
                .scheduleWithFixedDelay(
                        Duration.ZERO, LOOK, () -> lease.renew(System.nanoTime(), isInTouch(cluster)), dispatcher);
        return new Fence(lease, queries);
    }

    /** Whether memory was the truth at that moment. Costs a volatile read. */
    boolean holds(long now) {
        return lease.holds(now);
    }

    /** The revision of an entity by the journal, some time after the call; empty when the journal does not answer. */
    CompletionStage<OptionalLong> revision(TenantId tenant, String persistenceId) {
        return CompletableFuture.supplyAsync(
                        () -> queries.of(tenant, LAST, row -> row.getLong(1), persistenceId),
                        Thread::startVirtualThread)
                .handle((found, failure) -> {
                    if (failure != null) {
                        log.warn("The journal does not say where {} is: {}", persistenceId, failure.getMessage());
                        return OptionalLong.empty();
                    }
                    return OptionalLong.of(found.getFirst());
                });
    }

    /** A member, on the side that would go on if its cluster was split. */
    private static boolean isInTouch(Cluster cluster) {
        var state = cluster.state();
        var serving = StreamSupport.stream(state.getMembers().spliterator(), false)
                .filter(member -> SERVING.contains(member.status()))
                .toList();
        var unreachable =
                serving.stream().filter(state.getUnreachable()::contains).count();
        return !cluster.isTerminated()
                && SERVING.contains(cluster.selfMember().status())
                && 2 * unreachable < serving.size();
    }
}
