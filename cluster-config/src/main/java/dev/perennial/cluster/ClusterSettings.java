package dev.perennial.cluster;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster's settings, checked: {@code perennial.cluster} of the configuration.
 *
 * @param shards of every entity type, the same on all nodes
 * @param tenantShards over how many of them a tenant's entities spread, the same on all nodes
 */
public record ClusterSettings(
        String host,
        int port,
        int managementPort,
        Set<String> roles,
        Joining joining,
        Duration joinTimeout,
        int shards,
        int tenantShards) {

    private static final String PATH = "perennial.cluster";
    private static final Set<String> KNOWN_ROLES = Set.of("web", "entity", "projection", "worker");
    private static final Pattern CONTACT_POINT = Pattern.compile("(.+):(\\d{1,5})");
    private static final int MOST_SHARDS = 10_000;
    private static final int MOST_NODES = 1_000;

    public ClusterSettings {
        roles = Set.copyOf(roles);
    }

    /** @throws InvalidSettingException naming the first setting that is missing or wrong */
    public static ClusterSettings from(Config config) {
        var read = SettingsReader.at(config, PATH);
        return new ClusterSettings(
                read.text("host"),
                read.port("port"),
                read.port("management-port"),
                roles(read),
                joining(read),
                read.duration("join-timeout", Duration.ofSeconds(5), Duration.ofMinutes(30)),
                read.number("shards", 1, MOST_SHARDS),
                read.number("tenant-shards", 1, MOST_SHARDS));
    }

    private static Set<String> roles(SettingsReader read) {
        List<String> roles = read.texts("roles");
        if (roles.isEmpty() || !KNOWN_ROLES.containsAll(roles)) {
            throw read.invalid("roles", "is %s; it must be some of %s".formatted(roles, KNOWN_ROLES));
        }
        return Set.copyOf(roles);
    }

    private static Joining joining(SettingsReader read) {
        return switch (read.text("discovery")) {
            case "folder" -> new Joining.SameMachine(read.file("folder"));
            case "contact-points" -> contactPoints(read);
            case "kubernetes" -> kubernetes(read.in("kubernetes"));
            case "auto" ->
                read.texts("contact-points").isEmpty()
                        ? new Joining.SameMachine(read.file("folder"))
                        : contactPoints(read);
            case String other ->
                throw read.invalid(
                        "discovery", "is %s; it must be auto, folder, contact-points or kubernetes".formatted(other));
        };
    }

    private static Joining contactPoints(SettingsReader read) {
        List<String> points = read.texts("contact-points");
        if (points.isEmpty()) {
            throw read.invalid("contact-points", "must not be empty");
        }
        return new Joining.ContactPoints(
                points.stream().map(point -> contactPoint(read, point)).toList());
    }

    private static Joining kubernetes(SettingsReader read) {
        return new Joining.Kubernetes(
                read.text("selector"),
                read.optionalText("namespace"),
                read.text("port-name"),
                read.number("nodes", 1, MOST_NODES),
                read.duration("settle", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                read.file("service-account"),
                read.optionalText("pod"));
    }

    private static Joining.ContactPoint contactPoint(SettingsReader read, String point) {
        Matcher parts = CONTACT_POINT.matcher(point);
        if (!parts.matches()) {
            throw read.invalid("contact-points", "has %s; each must be host:port".formatted(point));
        }
        return new Joining.ContactPoint(parts.group(1), Integer.parseInt(parts.group(2)));
    }
}
