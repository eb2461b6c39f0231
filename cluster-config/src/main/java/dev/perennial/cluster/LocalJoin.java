package dev.perennial.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the cluster of this machine; looks again until it is a member, since those found may end meanwhile. */
final class LocalJoin {

    private static final Logger log = LoggerFactory.getLogger(LocalJoin.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final LocalRendezvous rendezvous;
    private Set<String> joining = Set.of();

    private LocalJoin(Cluster cluster, LocalRendezvous rendezvous) {
        this.cluster = cluster;
        this.rendezvous = rendezvous;
    }

    static void start(ActorSystem<?> system, Path folder) {
        var cluster = Cluster.get(Adapter.toClassic(system));
        var rendezvous =
                LocalRendezvous.enter(folder, cluster.selfAddress().hostPort().replaceFirst("^.*@", ""));
        var join = new LocalJoin(cluster, rendezvous);
        join.look();
        Cancellable again = system.scheduler()
                .scheduleWithFixedDelay(LOOK_AGAIN, LOOK_AGAIN, join::look, system.executionContext());
        cluster.registerOnMemberUp(() -> {
            again.cancel();
            rendezvous.becameMember();
        });
        system.getWhenTerminated().thenRun(rendezvous::close);
    }

    private synchronized void look() {
        Set<String> members = rendezvous.membersToJoin();
        if (members.isEmpty()) {
            cluster.join(cluster.selfAddress());
        } else if (!members.equals(joining)) {
            log.info("Joining the cluster of {}", members);
            cluster.joinSeedNodes(
                    List.copyOf(members).stream().map(this::address).toList());
        }
        joining = members;
    }

    private Address address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        Address self = cluster.selfAddress();
        String host = hostPort.substring(0, colon);
        return new Address(self.protocol(), self.system(), host, Integer.parseInt(hostPort.substring(colon + 1)));
    }
}
