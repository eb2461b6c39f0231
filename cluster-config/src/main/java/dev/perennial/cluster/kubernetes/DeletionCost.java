package dev.perennial.cluster.kubernetes;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kubernetes to take the youngest pods first when there are to be fewer: the oldest node coordinates the shards, and
 * each time it goes the next one has to learn where they are. The cost follows from the time alone, so that it is written
 * once and nodes need not know of each other.
 */
public final class DeletionCost {

    private static final Logger log = LoggerFactory.getLogger(DeletionCost.class);
    private static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
    private static final int TRIES = 6;
    private static final int FORBIDDEN = 403;

    private DeletionCost() {}

    /** Marks the pod of a node that became a member at that time. Returns at once; what fails is in the log. */
    public static void mark(KubernetesApi api, String pod, Instant member) {
        Thread.ofVirtual().name("pod deletion cost").start(() -> {
            try {
                write(api, pod, of(member));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The higher, the later it goes; an int as Kubernetes wants it, to the year 2106. */
    static int of(Instant member) {
        return (int) Math.max(Integer.MIN_VALUE, Integer.MAX_VALUE - member.getEpochSecond());
    }

    private static void write(KubernetesApi api, String pod, int cost) throws InterruptedException {
        var change = "{\"metadata\": {\"annotations\": {\"%s\": \"%d\"}}}".formatted(ANNOTATION, cost);
        for (int left = TRIES; left > 0; left--) {
            try {
                int status = api.patch(pod, change);
                if (status == FORBIDDEN) {
                    log.warn(
                            "This node may not say in which order pods are to go (403). {}",
                            KubernetesApi.rule("patch"));
                    return;
                }
                if (status < 300) {
                    return;
                }
                log.warn("The Kubernetes API answers {} when pod {} is to be annotated", status, pod);
            } catch (IOException | GeneralSecurityException failed) {
                log.warn("Pod {} cannot be annotated with its deletion cost: {}", pod, failed.toString());
            }
            Thread.sleep(AGAIN_AFTER);
        }
    }
}
