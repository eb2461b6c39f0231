package dev.perennial.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each way of {@link Joining} means for Pekko's Cluster Bootstrap. */
final class Discovering {

    private static final String CONTACTS = "pekko.management.cluster.bootstrap.contact-point-discovery.";
    private static final String PODS = "pekko.discovery.kubernetes-api.";

    private Discovering() {}

    static Config configuration(Joining joining) {
        return switch (joining) {
            case Joining.SameMachine _ -> ConfigFactory.empty();
            case Joining.ContactPoints(List<Joining.ContactPoint> points) -> contactPoints(points);
            case Joining.Kubernetes pods -> pods(pods);
        };
    }

    private static Config contactPoints(List<Joining.ContactPoint> points) {
        var endpoints = points.stream()
                .map(point -> Map.of("host", point.host(), "port", point.port()))
                .toList();
        return ConfigFactory.parseMap(
                Map.of(
                        "pekko.discovery.config.services.perennial.endpoints",
                        endpoints,
                        CONTACTS + "required-contact-point-nr",
                        points.size()),
                "contact points");
    }

    private static Config pods(Joining.Kubernetes pods) {
        var settings = new HashMap<String, Object>(Map.of(
                CONTACTS + "discovery-method", "pods",
                CONTACTS + "port-name", pods.portName(),
                CONTACTS + "required-contact-point-nr", pods.nodes(),
                CONTACTS + "stable-margin", pods.settle(),
                CONTACTS + "interval", "1s",
                PODS + "pod-label-selector", pods.selector().replace("%", "%%"),
                PODS + "use-raw-ip", true,
                PODS + "api-ca-path", pods.account().resolve("ca.crt").toString(),
                PODS + "api-token-path", pods.account().resolve("token").toString(),
                PODS + "pod-namespace-path", pods.account().resolve("namespace").toString()));
        pods.namespace().ifPresent(namespace -> settings.put(PODS + "pod-namespace", namespace));
        return ConfigFactory.parseMap(settings, "pods");
    }
}
