package dev.perennial.app.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.app.Settings;
import dev.perennial.cluster.InvalidSettingException;
import dev.perennial.cluster.Joining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file, and all that can be said against it. */
final class Compose {

    static final Path ROOT = Path.of("..");
    private static final Set<String> TOP = Set.of("name", "services", "networks", "volumes");
    private static final Set<String> OF_A_SERVICE = Set.of(
            "image",
            "restart",
            "command",
            "environment",
            "volumes",
            "ports",
            "depends_on",
            "healthcheck",
            "read_only",
            "tmpfs",
            "cap_drop",
            "security_opt",
            "mem_limit",
            "stop_grace_period",
            "stop_signal",
            "shm_size");
    private static final Set<String> CONDITIONS = Set.of("service_started", "service_healthy");
    private static final Pattern PINNED = Pattern.compile("[^:]+:v?\\d+[.]\\d+\\S*");
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+):\\d+");
    private static final Pattern NEEDED = Pattern.compile("\\$\\{([A-Z_]+):\\?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):[?-]([^}]*)}");
    /** 32 bytes in base64, which is good as any secret. */
    private static final String SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final ObjectNode file;
    private final List<String> problems = new ArrayList<>();

    private Compose(ObjectNode file) {
        this.file = file;
    }

    /** With anchors and merges resolved, as Compose reads it. */
    static ObjectNode read() {
        var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return new ObjectMapper().valueToTree(yaml.load(text("docker-compose.yml")));
    }

    static List<String> problems(ObjectNode file) {
        var compose = new Compose(file);
        compose.check();
        return compose.problems;
    }

    private void check() {
        file.fieldNames()
                .forEachRemaining(key -> expect(TOP.contains(key) || key.startsWith("x-"), "unknown key " + key));
        services().forEach(this::service);
        ports();
        volumes();
        secrets();
        nodes();
    }

    private Map<String, JsonNode> services() {
        var services = new TreeMap<String, JsonNode>();
        file.path("services").properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }

    private void service(String name, JsonNode service) {
        service.fieldNames().forEachRemaining(key -> expect(OF_A_SERVICE.contains(key), name + ": unknown key " + key));
        var image = service.path("image").asText();
        expect(
                PINNED.matcher(image).matches() || image.startsWith("${PERENNIAL_IMAGE:-perennial:"),
                name + ": image without a version: " + image);
        expect("unless-stopped".equals(service.path("restart").asText()), name + ": is not started again");
        service.path("depends_on").properties().forEach(needed -> {
            var other = file.path("services").path(needed.getKey());
            var condition = needed.getValue().path("condition").asText();
            expect(!other.isMissingNode(), name + ": depends on " + needed.getKey() + ", which is not there");
            expect(CONDITIONS.contains(condition), name + ": waits for the unknown condition " + condition);
            expect(
                    !condition.equals("service_healthy") || other.has("healthcheck"),
                    name + ": waits for the health of " + needed.getKey() + ", which nobody checks");
        });
    }

    private void ports() {
        var taken = new HashSet<String>();
        services()
                .forEach((name, service) -> service.path("ports").forEach(port -> {
                    var published = PORT.matcher(port.asText());
                    expect(published.matches(), name + ": a port that is open to everybody: " + port.asText());
                    expect(
                            !published.matches() || taken.add(published.group(1)),
                            name + ": a port that is taken: " + port);
                }));
    }

    private void volumes() {
        var used = new TreeSet<String>();
        services()
                .forEach((name, service) -> service.path("volumes").forEach(volume -> {
                    var source = volume.asText().split(":", 2)[0];
                    if (source.startsWith("./")) {
                        expect(Files.exists(ROOT.resolve(source)), name + ": mounts what is not there: " + source);
                    } else if (!source.startsWith("/")) {
                        used.add(source);
                    }
                }));
        var declared = new TreeSet<String>();
        file.path("volumes").fieldNames().forEachRemaining(declared::add);
        expect(used.equals(declared), "volumes " + declared + " are declared and " + used + " are used");
    }

    /** What has no default comes from {@code ./perennial secrets}. */
    private void secrets() {
        var script = text("perennial");
        var made = script.substring(script.indexOf("\nsecrets() {"), script.indexOf("\ncase ${1:-help}"));
        NEEDED.matcher(file.toString())
                .results()
                .map((MatchResult needed) -> needed.group(1))
                .distinct()
                .forEach(name -> expect(made.contains(name), "nobody makes " + name));
        services()
                .forEach((name, service) -> service.path("environment")
                        .properties()
                        .forEach(variable -> expect(
                                !variable.getKey().matches(".*(PASSWORD|KEY)")
                                        || variable.getValue().asText().startsWith("${"),
                                name + ": a secret in the file: " + variable.getKey())));
    }

    private void nodes() {
        var nodes = new TreeSet<String>();
        var contacts = new HashMap<String, Set<String>>();
        services().forEach((name, service) -> {
            if (service.path("image").asText().contains("perennial")) {
                nodes.add(name);
                node(name, service, contacts);
            }
        });
        expect(nodes.size() == 3, "there are the nodes " + nodes);
        contacts.forEach((name, known) -> expect(known.equals(nodes), name + " has the contact points " + known));
        expect(
                found("ops/haproxy/haproxy.cfg", "server (\\S+) \\1:8080").equals(nodes),
                "the balancer has other nodes");
        expect(found("ops/haproxy/haproxy.cfg", "check port (7626) ").size() == 1, "the balancer asks another port");
        expect(
                found("ops/haproxy/haproxy.cfg", "uri (/health/ready) ver HTTP/1.1 hdr Host ")
                                .size()
                        == 1,
                "the balancer asks without a host, which is no request to a node");
        expect(found("ops/prometheus/prometheus.yml", "(node-\\d):9464").equals(nodes), "Prometheus has other nodes");
        var subnet = file.at("/networks/default/ipam/config/0/subnet").asText();
        nodes.forEach(node -> expect(
                subnet.equals(file.at("/services/" + node + "/environment/PERENNIAL_TRUSTED_PROXIES")
                        .asText()),
                node + " does not trust the balancer"));
    }

    private void node(String name, JsonNode service, Map<String, Set<String>> contacts) {
        var environment = new HashMap<String, String>();
        service.path("environment").properties().forEach(variable -> {
            expect(Variables.KNOWN.contains(variable.getKey()), name + " sets what nobody reads: " + variable.getKey());
            environment.put(
                    variable.getKey(),
                    VARIABLE.matcher(variable.getValue().asText()).replaceAll(SECRET));
        });
        expect(
                service.path("read_only").asBoolean()
                        && service.path("cap_drop").toString().equals("[\"ALL\"]")
                        && service.path("security_opt").toString().contains("no-new-privileges:true"),
                name + " may do more than it needs");
        try {
            var cluster = Settings.from(Variables.configuration(environment)).cluster();
            expect(cluster.host().equals(name), name + " is called " + cluster.host() + " by the others");
            contacts.put(
                    name,
                    cluster.joining() instanceof Joining.ContactPoints(var points)
                            ? points.stream()
                                    .filter(point -> point.port() == cluster.managementPort())
                                    .map(Joining.ContactPoint::host)
                                    .collect(Collectors.toCollection(TreeSet::new))
                            : Set.of());
        } catch (InvalidSettingException wrong) {
            problems.add(name + ": " + wrong.getMessage());
        }
    }

    private static Set<String> found(String file, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            problems.add(otherwise);
        }
    }
}
