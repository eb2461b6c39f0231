package dev.perennial.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.perennial.app.billing.BillingSettings;
import dev.perennial.app.http.HttpSettings;
import dev.perennial.app.identity.IdentitySettings;
import dev.perennial.app.management.ManagementSettings;
import dev.perennial.app.security.SecuritySettings;
import dev.perennial.app.telemetry.TelemetrySettings;
import dev.perennial.cluster.ClusterSettings;
import dev.perennial.cluster.InvalidSettingException;
import dev.perennial.cluster.SettingsReader;
import dev.perennial.cluster.allocation.AllocationSettings;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.ProjectionSettings;
import dev.perennial.persistence.shell.ShellSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All settings of a node, checked before anything starts.
 *
 * @param node the node's name in logs and metrics
 * @param data the folder of what this machine keeps
 * @param projectionInstances how many share the work of one projection, over all nodes
 * @param databaseUrl of an own PostgreSQL as JDBC URL; absent for the embedded one
 */
public record Settings(
        String node,
        Path data,
        Optional<String> databaseUrl,
        HttpSettings http,
        SecuritySettings security,
        IdentitySettings identity,
        BillingSettings billing,
        ClusterSettings cluster,
        AllocationSettings allocation,
        ManagementSettings management,
        TelemetrySettings telemetry,
        ShellSettings entity,
        ProjectionSettings projection,
        int projectionInstances) {

    /** Not even a failure's message may show the password in the URL. */
    @Override
    public String toString() {
        return "Settings[node=%s, data=%s, database=%s, cluster=%s]"
                .formatted(node, data, databaseUrl.isPresent() ? "own" : "embedded", cluster);
    }

    /**
     * The configuration files with the environment's overrides, and on top of these what the caller sets. Everything is
     * resolved together, so that what derives from an overridden setting follows it.
     */
    public static Config load(Config overrides) {
        return ConfigFactory.load(overrides.withFallback(ConfigFactory.defaultApplication()));
    }

    /** The same with the database's address, which for an embedded PostgreSQL is known only when it runs. */
    static Config load(Config overrides, String jdbcUrl) {
        return load(overrides.withValue(
                "perennial.database.url", ConfigValueFactory.fromAnyRef(jdbcUrl, "the address of PostgreSQL")));
    }

    /** @throws InvalidSettingException naming the first setting that is missing or wrong */
    public static Settings from(Config config) {
        var read = SettingsReader.at(config, "perennial");
        try {
            return new Settings(
                    read.text("node"),
                    read.file("data"),
                    read.optionalText("database-url").map(url -> jdbcUrl(read, url)),
                    HttpSettings.from(config),
                    SecuritySettings.from(config),
                    IdentitySettings.from(config),
                    BillingSettings.from(config),
                    ClusterSettings.from(config),
                    AllocationSettings.from(config),
                    ManagementSettings.from(config),
                    TelemetrySettings.from(config),
                    ShellSettings.from(config),
                    ProjectionSettings.from(config),
                    read.number("projection.instances", 1, SliceRange.SLICES));
        } catch (ConfigException | IllegalArgumentException wrong) {
            throw new InvalidSettingException(wrong);
        }
    }

    private static String jdbcUrl(SettingsReader read, String url) {
        try {
            return DatabaseUrl.toJdbc(url);
        } catch (IllegalArgumentException wrong) {
            throw read.invalid("database-url", String.valueOf(wrong.getMessage()));
        }
    }
}
