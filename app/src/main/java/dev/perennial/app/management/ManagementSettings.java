package dev.perennial.app.management;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;

/**
 * Where the management API is served: {@code perennial.management}.
 *
 * @param port 0 for any free one
 */
public record ManagementSettings(String host, int port) {

    /** @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong */
    public static ManagementSettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.management");
        return new ManagementSettings(read.text("host"), read.port("port"));
    }
}
