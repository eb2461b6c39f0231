package dev.perennial.app.http;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;
import java.time.Duration;

/**
 * The settings under {@code perennial.http}.
 *
 * @param port 0 for any free one
 * @param maxConnections open connections of this node; further ones wait in the backlog
 * @param maxInFlight requests this node works on at a time; further ones get 503 at once
 * @param bodyTimeout in which a body must have arrived
 * @param requestTimeout after which the client gets 503, whatever the handler still does
 * @param idleTimeout after which a silent connection is closed
 * @param drainGrace how long a node that is going to stop serves on after it has told so, for balancers to notice
 * @param trustedProxies who is believed about where a request comes from
 * @param tls whether clients reach us over TLS, by a proxy in front; then HSTS is sent
 */
public record HttpSettings(
        String host,
        int port,
        int maxConnections,
        int maxInFlight,
        Duration bodyTimeout,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration drainGrace,
        TrustedProxies trustedProxies,
        boolean tls) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST = 100_000;

    /** The same for another address. */
    public HttpSettings at(String otherHost, int otherPort) {
        return new HttpSettings(
                otherHost,
                otherPort,
                maxConnections,
                maxInFlight,
                bodyTimeout,
                requestTimeout,
                idleTimeout,
                drainGrace,
                trustedProxies,
                tls);
    }

    /** @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong */
    public static HttpSettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.http");
        var settings = new HttpSettings(
                read.text("host"),
                read.port("port"),
                read.number("max-connections", 1, MOST),
                read.number("max-in-flight", 1, MOST),
                read.duration("body-timeout", SHORTEST, LONGEST),
                read.duration("request-timeout", SHORTEST, LONGEST),
                read.duration("idle-timeout", SHORTEST, LONGEST),
                read.duration("drain-grace", Duration.ZERO, LONGEST),
                proxies(read),
                read.flag("tls"));
        if (settings.requestTimeout.compareTo(settings.bodyTimeout) <= 0) {
            throw read.invalid("request-timeout", "must be longer than body-timeout");
        }
        if (settings.idleTimeout.compareTo(settings.requestTimeout) <= 0) {
            throw read.invalid("idle-timeout", "must be longer than request-timeout");
        }
        return settings;
    }

    private static TrustedProxies proxies(SettingsReader read) {
        try {
            return TrustedProxies.of(read.texts("trusted-proxies"));
        } catch (IllegalArgumentException e) {
            throw read.invalid("trusted-proxies", "has something that is no address and no network: " + e.getMessage());
        }
    }
}
