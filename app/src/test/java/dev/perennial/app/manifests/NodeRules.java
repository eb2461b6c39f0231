package dev.perennial.app.manifests;

import static dev.perennial.app.manifests.Manifests.container;
import static dev.perennial.app.manifests.Manifests.name;
import static dev.perennial.app.manifests.Manifests.port;

import com.typesafe.config.Config;
import dev.perennial.app.Settings;
import dev.perennial.cluster.InvalidSettingException;
import dev.perennial.cluster.Joining;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the program expects of those who run it: its settings, ports, paths, times and rights. */
final class NodeRules {

    private static final Set<String> ROLES = Set.of("web", "entity", "projection", "worker");
    /** What a variable that Kubernetes or a secret gives might be. */
    private static final Map<String, String> GIVEN = Map.of(
            "PERENNIAL_DATABASE_URL", "postgresql://user:password@database/perennial",
            "PERENNIAL_MASTER_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "PERENNIAL_CLUSTER_HOST", "10.0.0.1");
    /** How long requests in flight of either API, and projections their page, may take before the actor system ends. */
    private static final Duration BEFORE_THE_CLUSTER = Duration.ofSeconds(8 + 2 + 10);

    private final Manifests manifests;
    private final List<String> problems;

    private NodeRules(Manifests manifests, List<String> problems) {
        this.manifests = manifests;
        this.problems = problems;
    }

    static void check(Manifests manifests, List<String> problems) {
        var rules = new NodeRules(manifests, problems);
        manifests.nodes().forEach(rules::node);
        rules.together();
    }

    private void node(Deployment node) {
        var environment = new HashMap<String, String>();
        for (var variable : container(node).getEnv()) {
            expect(
                    Variables.KNOWN.contains(variable.getName()),
                    name(node) + " sets what nobody reads: " + variable.getName());
            expect(
                    environment.put(variable.getName(), value(variable)) == null,
                    variable.getName() + " is there twice");
        }
        var config = Variables.configuration(environment);
        try {
            settings(node, Settings.from(config));
        } catch (InvalidSettingException wrong) {
            problems.add(name(node) + ": " + wrong.getMessage());
            return;
        }
        ports(node, config);
        probes(node, config);
        stop(node, config);
        update(node);
    }

    private static String value(EnvVar variable) {
        return variable.getValueFrom() == null ? variable.getValue() : GIVEN.getOrDefault(variable.getName(), "given");
    }

    private void settings(Deployment node, Settings settings) {
        var cluster = settings.cluster();
        boolean web = cluster.roles().contains("web");
        expect(settings.databaseUrl().isPresent(), name(node) + " would start a database of its own");
        expect(port(node, "http").isPresent() == web, name(node) + " opens the API's port if, and only if, it is web");
        expect(
                "true".equals(Manifests.labels(node).get("perennial.dev/api")) == web,
                name(node) + " is labelled for the API if, and only if, it is web");
        if (cluster.joining() instanceof Joining.Kubernetes pods) {
            var selector = Stream.of(pods.selector().split(",", -1))
                    .map(part -> part.split("=", 2))
                    .collect(Collectors.toMap(part -> part[0], part -> part[1]));
            expect(
                    manifests.nodes(selector).equals(manifests.nodes()),
                    name(node) + " does not see all nodes as its peers: " + pods.selector());
            expect(port(node, pods.portName()).isPresent(), name(node) + " has no port " + pods.portName());
            int least = manifests.all(HorizontalPodAutoscaler.class).stream()
                    .mapToInt(scaler -> scaler.getSpec().getMinReplicas())
                    .sum();
            expect(
                    pods.nodes() <= least,
                    name(node) + " waits for " + pods.nodes() + " nodes, but " + least + " may be all");
            expect(pods.nodes() > least / 2, name(node) + " forms a cluster of less than half of the nodes");
            rights(node, pods.pod().isPresent());
        } else {
            problems.add(name(node) + " does not find its peers by Kubernetes");
        }
    }

    /** Exactly what a node asks of the API. */
    private void rights(Deployment node, boolean annotates) {
        var granted = manifests.find(Role.class, "perennial-peers").stream()
                .flatMap(role -> role.getRules().stream())
                .flatMap(rule -> rule.getVerbs().stream()
                        .map(verb -> rule.getApiGroups() + " " + rule.getResources() + " " + verb))
                .collect(Collectors.toSet());
        var needed = Stream.concat(Stream.of("get", "list", "watch"), annotates ? Stream.of("patch") : Stream.of())
                .map(verb -> "[] [pods] " + verb)
                .collect(Collectors.toSet());
        expect(granted.equals(needed), name(node) + " needs " + needed + " and is granted " + granted);
    }

    private void ports(Deployment node, Config config) {
        var expected = new HashMap<>(Map.of(
                "cluster", "perennial.cluster.port",
                "management", "perennial.cluster.management-port",
                "management-api", "perennial.management.port",
                "metrics", "perennial.telemetry.port"));
        if (port(node, "http").isPresent()) {
            expected.put("http", "perennial.http.port");
        }
        expected.forEach((port, setting) -> expect(
                port(node, port).equals(Optional.of(config.getInt(setting))),
                name(node) + " has another port " + port + " than " + setting));
    }

    private void probes(Deployment node, Config config) {
        var container = container(node);
        var paths = config.getConfig("pekko.management.health-checks");
        probe(node, "startup", container.getStartupProbe(), paths.getString("liveness-path"));
        probe(node, "readiness", container.getReadinessProbe(), paths.getString("readiness-path"));
        probe(node, "liveness", container.getLivenessProbe(), paths.getString("liveness-path"));
        if (container.getLivenessProbe() instanceof Probe alive) {
            expect(
                    alive.getPeriodSeconds() * alive.getFailureThreshold() >= 30,
                    name(node) + " is killed by the liveness probe within half a minute");
        }
    }

    private void probe(Deployment node, String which, @Nullable Probe probe, String path) {
        if (probe == null || probe.getHttpGet() == null) {
            problems.add(name(node) + " has no " + which + " probe");
            return;
        }
        var get = probe.getHttpGet();
        expect(get.getPath().equals("/" + path), name(node) + " has a " + which + " probe at " + get.getPath());
        expect(
                "management".equals(get.getPort().getStrVal()),
                name(node) + " is probed at " + get.getPort().getValue());
        expect(
                probe.getTimeoutSeconds() != null && probe.getTimeoutSeconds() >= 5,
                name(node) + " has a " + which + " probe that fails under load");
    }

    private void stop(Deployment node, Config config) {
        var phases = config.getConfig("pekko.coordinated-shutdown");
        var usual = phases.getDuration("default-phase-timeout");
        var cluster = phases.getObject("phases").keySet().stream()
                .map(phase -> "phases." + phase + ".timeout")
                .map(timeout -> phases.hasPath(timeout) ? phases.getDuration(timeout) : usual)
                .reduce(Duration.ZERO, Duration::plus);
        var longest = BEFORE_THE_CLUSTER.plus(cluster).plus(config.getDuration("perennial.http.drain-grace"));
        var grace = node.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds();
        expect(
                grace != null && grace >= longest.toSeconds(),
                name(node) + " is given " + grace + " s to stop and may need " + longest.toSeconds());
    }

    private void update(Deployment node) {
        var rolling = node.getSpec().getStrategy().getRollingUpdate();
        expect(
                "RollingUpdate".equals(node.getSpec().getStrategy().getType())
                        && Integer.valueOf(0).equals(rolling.getMaxUnavailable().getIntVal())
                        && Integer.valueOf(1).equals(rolling.getMaxSurge().getIntVal()),
                name(node) + " is not replaced one by one, the new one first");
    }

    private void together() {
        var roles = new HashSet<String>();
        for (var node : manifests.nodes()) {
            container(node).getEnv().stream()
                    .filter(variable -> variable.getName().equals("PERENNIAL_ROLES"))
                    .forEach(
                            variable -> roles.addAll(List.of(variable.getValue().split(",", -1))));
        }
        expect(roles.equals(ROLES), "together the nodes are " + roles);
        var images = manifests.nodes().stream()
                .map(node -> container(node).getImage())
                .collect(Collectors.toSet());
        expect(images.size() == 1, "nodes are of several images: " + images);
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            problems.add(otherwise);
        }
    }
}
