package dev.perennial.app.cluster;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A {@link Cluster} of three nodes, shared by all classes that it extends; nodes that a test ended are replaced. */
final class ThreeNodes implements ParameterResolver, BeforeEachCallback {

    static final int NODES = 3;

    private static final Map<String, String> SETTINGS = Map.of(
            // So that a test need not wait for half a minute.
            "perennial.identity.reservation", "5s",
            // So few that a moderate load takes them all when some requests wait for a node that is gone.
            "perennial.http.max-in-flight", "32",
            "perennial.entity.most-held", "8");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster(context).complete(NODES);
    }

    /** JUnit closes it after the last class. */
    private static Cluster cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ThreeNodes.class))
                .computeIfAbsent(Cluster.class, _ -> new Cluster(SETTINGS), Cluster.class);
    }
}
