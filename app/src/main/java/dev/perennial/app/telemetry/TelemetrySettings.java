package dev.perennial.app.telemetry;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;
import java.net.URI;
import java.util.Optional;

/**
 * What is kept and where it goes.
 *
 * @param enabled whether anything is measured at all
 * @param host where Prometheus finds it
 * @param port of the same; 0 for any free one
 * @param otlpEndpoint where spans go, by OTLP over HTTP; absent for nowhere, and then no trace is recorded
 * @param tracesPerMinute recorded by this node of its own accord, at most about so many
 */
public record TelemetrySettings(
        boolean enabled, String host, int port, Optional<URI> otlpEndpoint, int tracesPerMinute) {

    private static final int MOST_TRACES = 1_000_000;

    public static TelemetrySettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.telemetry");
        return new TelemetrySettings(
                read.flag("enabled"),
                read.text("host"),
                read.port("port"),
                read.optionalText("otlp-endpoint").map(text -> endpoint(read, text)),
                read.number("traces-per-minute", 1, MOST_TRACES));
    }

    private static URI endpoint(SettingsReader read, String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw read.invalid("otlp-endpoint", "is %s; it must be like http://collector:4318".formatted(text));
    }
}
