package dev.perennial.app.billing;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings under {@code perennial.billing}.
 *
 * @param timerInterval how often it is looked for what is due
 * @param provider where payments are made; absent: none are
 * @param webhookSecret by which it signs what it tells of its own accord; absent: a key of this installation
 */
public record BillingSettings(Duration timerInterval, Optional<Provider> provider, Optional<String> webhookSecret) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    /** Without secrets. */
    @Override
    public String toString() {
        return "BillingSettings[provider=%s]".formatted(provider);
    }

    /**
     * The payment provider.
     *
     * @param url its API
     * @param simulated whether a simulator is to be started at that address unless one is there
     * @param apiKey our credential with it
     * @param callback where it is asked to tell it, if it is asked
     * @param timeout how long an answer is waited for
     * @param atOnce how many requests a node sends at a time
     * @param pause how long a provider that fails is left alone
     */
    public record Provider(
            URI url,
            boolean simulated,
            Optional<String> apiKey,
            Optional<URI> callback,
            Duration timeout,
            int atOnce,
            Duration pause) {

        /** When a try without an answer is taken for lost: its node has died. */
        public Duration patience() {
            return timeout.multipliedBy(2).plusSeconds(1);
        }

        /** Without its secrets. */
        @Override
        public String toString() {
            return "Provider[%s, simulated=%s]".formatted(url, simulated);
        }
    }

    /** @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong */
    public static BillingSettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.billing.provider");
        var url = read.optionalText("url").map(text -> url(read, "url", text));
        var port = read.port("simulator-port");
        var simulated = url.isEmpty() && read.flag("simulator");
        return new BillingSettings(
                SettingsReader.at(config, "perennial.billing")
                        .duration("timer-interval", Duration.ofMillis(10), Duration.ofMinutes(1)),
                url.or(() -> simulated ? Optional.of(URI.create("http://127.0.0.1:" + port)) : Optional.empty())
                        .map(address -> new Provider(
                                address,
                                simulated,
                                read.optionalText("api-key"),
                                read.optionalText("callback-url")
                                        .map(text -> url(read, "callback-url", text))
                                        .or(() -> simulated ? ownCallback(config) : Optional.empty()),
                                read.duration("timeout", Duration.ofMillis(100), LONGEST_TIMEOUT),
                                read.number("at-once", 1, 1_000),
                                read.duration("pause", Duration.ofMillis(100), Duration.ofMinutes(10)))),
                read.optionalText("webhook-secret"));
    }

    private static URI url(SettingsReader read, String name, String text) {
        try {
            var url = URI.create(text);
            if (url.isAbsolute()
                    && (url.getScheme().equals("https") || url.getScheme().equals("http"))) {
                return url;
            }
        } catch (IllegalArgumentException malformed) {
            throw read.invalid(name, "is not a URL: " + malformed.getMessage());
        }
        throw read.invalid(name, "must begin with https:// or http://");
    }

    /** Known beforehand unless the system chooses the port. */
    private static Optional<URI> ownCallback(Config config) {
        var port = SettingsReader.at(config, "perennial.http").port("port");
        return port == 0
                ? Optional.empty()
                : Optional.of(URI.create("http://127.0.0.1:%d/v1/payment-callbacks".formatted(port)));
    }
}
