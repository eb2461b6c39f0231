package dev.perennial.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.perennial.cluster.kubernetes.DeletionCost;
import dev.perennial.cluster.kubernetes.KubernetesApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as a member of its cluster, from joining to leaving. */
public final class ClusterNode {

    private static final Logger log = LoggerFactory.getLogger(ClusterNode.class);

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final CompletableFuture<Done> up = new CompletableFuture<>();

    private ClusterNode(ActorSystem<?> system) {
        this.system = system;
        this.cluster = Cluster.get(Adapter.toClassic(system));
    }

    /**
     * What the actor system must be created with: the application's configuration and what follows from the settings.
     *
     * @param entityTypes names of the sharded types; a node is ready when it knows the home of each
     */
    public static Config configuration(Config application, ClusterSettings settings, Collection<String> entityTypes) {
        var overlay = ConfigFactory.parseMap(
                Map.of(
                        "pekko.cluster.sharding.healthcheck.names",
                        List.copyOf(entityTypes),
                        // A list, however the setting is written.
                        "pekko.cluster.roles",
                        List.copyOf(settings.roles())),
                "entity types and roles");
        return overlay.withFallback(Discovering.configuration(settings.joining()))
                .withFallback(application);
    }

    /**
     * Joins the cluster of the settings, or forms it. Returns at once; {@link #whenUp} tells when the node is a member.
     * A node that is not within the time-out of the settings ends its actor system.
     */
    public static ClusterNode start(ActorSystem<?> system, ClusterSettings settings) {
        var node = new ClusterNode(system);
        node.cluster.registerOnMemberUp(() -> node.up.complete(Done.getInstance()));
        switch (settings.joining()) {
            case Joining.SameMachine(Path folder) -> {
                LocalJoin.start(system, folder);
                node.startManagement(() -> {});
            }
            case Joining.ContactPoints _ -> node.bootstrap();
            case Joining.Kubernetes pods -> {
                node.bootstrap();
                var _ = node.up.thenRun(() -> markPod(pods));
            }
        }
        node.endUnlessUpWithin(settings.joinTimeout());
        return node;
    }

    /** Completes when this node is a full member. */
    public CompletionStage<Done> whenUp() {
        return up;
    }

    /**
     * Completes when the actor system has ended: after {@link #leave}, or because the cluster went on without this node.
     * A process whose node has ended is of no more use.
     */
    public CompletionStage<Done> whenEnded() {
        return system.getWhenTerminated();
    }

    /** Whether another node is a full member that answers. */
    public boolean hasCompany() {
        var state = cluster.state();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .anyMatch(member -> member.status().equals(MemberStatus.up())
                        && !member.uniqueAddress().equals(cluster.selfUniqueAddress())
                        && !state.getUnreachable().contains(member));
    }

    /** Hands the shards over, leaves the cluster and ends the actor system; each phase is bounded by its time-out. */
    public CompletionStage<Done> leave() {
        return end(CoordinatedShutdown.actorSystemTerminateReason());
    }

    private static void markPod(Joining.Kubernetes pods) {
        var member = Instant.now();
        pods.pod()
                .ifPresent(pod -> KubernetesApi.of(System.getenv(), pods.account(), pods.namespace())
                        .ifPresent(api -> DeletionCost.mark(api, pod, member)));
    }

    /** Others find this node by its management endpoint, so that has to answer first. */
    private void bootstrap() {
        startManagement(() -> ClusterBootstrap.get(Adapter.toClassic(system)).start());
    }

    private void startManagement(Runnable then) {
        PekkoManagement.get(system).start().whenComplete((address, failure) -> {
            if (failure == null) {
                then.run();
            } else {
                up.completeExceptionally(failure);
                log.error("The management port of this node does not open", failure);
                end(CoordinatedShutdown.clusterJoinUnsuccessfulReason());
            }
        });
    }

    private void endUnlessUpWithin(Duration timeout) {
        var late = system.scheduler()
                .scheduleOnce(
                        timeout,
                        () -> {
                            up.completeExceptionally(new TimeoutException("not a member within " + timeout));
                            log.error("This node has not become a member of its cluster within {}", timeout);
                            end(CoordinatedShutdown.clusterJoinUnsuccessfulReason());
                        },
                        system.executionContext());
        var _ = up.thenRun(late::cancel);
    }

    private CompletionStage<Done> end(CoordinatedShutdown.Reason reason) {
        return CoordinatedShutdown.get(Adapter.toClassic(system)).runAll(reason);
    }
}
