package dev.perennial.app.management;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a node as they may leave it. What is not listed here is not shown, whatever it is: a setting that is added
 * later stays hidden until someone has thought about it.
 */
final class ShownSettings {

    private static final List<String> SHOWN = List.of(
            "node",
            "cluster.",
            "entity.",
            "projection.",
            "http.",
            "management.",
            "identity.",
            "security.issuer",
            "security.access-token-life",
            "security.credential-staleness",
            "security.signing-key.",
            "security.password-hash.",
            "security.log-in.",
            "journal.",
            "database.journal-connections",
            "database.projection-connections",
            "database.query-connections",
            "database.vault-connections",
            "database.connection-wait",
            "database.journal-timeout",
            "database.query-timeout",
            "database.projection-timeout");

    private ShownSettings() {}

    /** One line for each setting of ours, sorted. */
    static List<String> of(Config config) {
        var lines = new ArrayList<String>();
        for (var setting : config.getConfig("perennial").entrySet()) {
            var path = String.join(".", ConfigUtil.splitPath(setting.getKey()));
            var value = isShown(path) ? setting.getValue().render(ConfigRenderOptions.concise()) : "(not shown)";
            lines.add("perennial." + path + " = " + value);
        }
        lines.sort(null);
        return List.copyOf(lines);
    }

    private static boolean isShown(String path) {
        return SHOWN.stream().anyMatch(shown -> shown.endsWith(".") ? path.startsWith(shown) : path.equals(shown));
    }
}
