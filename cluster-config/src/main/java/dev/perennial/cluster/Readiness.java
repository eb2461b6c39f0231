package dev.perennial.cluster;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * What a node waits for, beside its membership and sharding, before it reports ready: other layers add their checks
 * here. A node that is asked before the first check was added is not ready.
 */
public final class Readiness implements Extension {

    private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();

    Readiness() {}

    public static Readiness of(ActorSystem<?> system) {
        return ReadinessId.INSTANCE.get(Adapter.toClassic(system));
    }

    /** Adds a check; it must answer at once, without blocking, and be safe to call from any thread. */
    public void require(String name, BooleanSupplier check) {
        checks.put(name, check);
    }

    /** Whether anything was required and all of it holds. */
    boolean ready() {
        return !checks.isEmpty() && missing().isEmpty();
    }

    /** The names of the checks that do not hold, sorted. */
    public Set<String> missing() {
        var missing = new TreeSet<String>();
        checks.forEach((name, check) -> {
            if (!check.getAsBoolean()) {
                missing.add(name);
            }
        });
        return missing;
    }
}
