package dev.perennial.cluster.allocation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** The cluster's members as this node sees them. */
public final class Members {

    private static final Set<MemberStatus> COMING = Set.of(MemberStatus.joining(), MemberStatus.weaklyUp());

    /** Of the members that host shards, the oldest of which coordinates them. */
    private static final String ROLE = "entity";

    private final Cluster cluster;
    private final Departures departures;

    Members(ActorSystem<?> system, Departures departures) {
        this.cluster = Cluster.get(Adapter.toClassic(system));
        this.departures = departures;
    }

    public NodeId self() {
        return NodeId.of(cluster.selfAddress());
    }

    /** The node that an actor runs on. */
    NodeId nodeOf(ActorRef actor) {
        var address = actor.path().address();
        return address.hasLocalScope() ? self() : NodeId.of(address);
    }

    /** @param hosts those that can have shards */
    public List<NodeView> now(Set<NodeId> hosts) {
        var state = cluster.state();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .map(member -> {
                    var id = NodeId.of(member.address());
                    boolean answers = !state.getUnreachable().contains(member);
                    return new NodeView(id, hosts.contains(id), state(member, answers), member.appVersion());
                })
                .toList();
    }

    /** In the order in which they joined. */
    public List<MemberInfo> all() {
        var state = cluster.state();
        var byAge = StreamSupport.stream(state.getMembers().spliterator(), false)
                .sorted((one, other) -> one.isOlderThan(other) ? -1 : other.isOlderThan(one) ? 1 : 0)
                .toList();
        var oldest = byAge.stream()
                .filter(member -> member.hasRole(ROLE))
                .map(Member::address)
                .findFirst();
        return byAge.stream()
                .map(member -> new MemberInfo(
                        NodeId.of(member.address()),
                        member.status().toString().toLowerCase(Locale.ROOT),
                        !state.getUnreachable().contains(member),
                        member.getRoles().stream()
                                .filter(role -> !role.startsWith("dc-"))
                                .sorted()
                                .toList(),
                        member.appVersion().version(),
                        oldest.filter(member.address()::equals).isPresent()))
                .toList();
    }

    private NodeView.State state(Member member, boolean answers) {
        if (!answers) {
            return NodeView.State.UNREACHABLE;
        }
        if (COMING.contains(member.status())) {
            return NodeView.State.JOINING;
        }
        if (!member.status().equals(MemberStatus.up())) {
            return NodeView.State.LEAVING;
        }
        return departures
                .of(NodeId.of(member.address()))
                .map(stage -> switch (stage) {
                    case STOPPING -> NodeView.State.STOPPING;
                    case LEAVING -> NodeView.State.LEAVING;
                })
                .orElse(NodeView.State.UP);
    }
}
