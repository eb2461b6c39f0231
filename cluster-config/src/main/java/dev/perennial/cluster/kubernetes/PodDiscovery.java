package dev.perennial.cluster.kubernetes;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.discovery.Lookup;
import org.apache.pekko.discovery.ServiceDiscovery;
import org.apache.pekko.discovery.kubernetes.KubernetesApiServiceDiscovery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.FutureConverters;

/**
 * Finds the pods of this installation by the Kubernetes API, and says what to do when that is forbidden. Named in the
 * configuration and created by Pekko.
 */
public final class PodDiscovery extends ServiceDiscovery {

    private static final Logger log = LoggerFactory.getLogger(PodDiscovery.class);

    private final ServiceDiscovery pods;
    private final AtomicBoolean forbidden = new AtomicBoolean();

    public PodDiscovery(ActorSystem system) {
        this.pods = new KubernetesApiServiceDiscovery(system);
    }

    @Override
    public Future<Resolved> lookup(Lookup lookup, FiniteDuration timeout) {
        var found = pods.lookup(lookup, timeout);
        FutureConverters.asJava(found).whenComplete((_, failure) -> explain(failure));
        return found;
    }

    private void explain(@Nullable Throwable failure) {
        // Pekko keeps the status to itself; this is the message of a 403.
        boolean refused =
                failure != null && String.valueOf(failure.getMessage()).startsWith("Forbidden");
        if (refused && !forbidden.getAndSet(true)) {
            log.error(
                    "The Kubernetes API does not let this node see its peers (403). {}",
                    KubernetesApi.rule("get, list, watch"));
        } else if (failure == null) {
            forbidden.set(false);
        }
    }
}
