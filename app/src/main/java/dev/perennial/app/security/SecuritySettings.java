package dev.perennial.app.security;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.perennial.persistence.vault.MasterKey;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings under {@code perennial.security}, checked once at the start.
 *
 * @param masterKey base64, or empty for the key file in the data folder
 * @param issuer names this installation in its access tokens
 * @param tokenLife how long an access token is valid
 * @param credentialStaleness how long a revoked credential may go on working on a node that has just seen it
 */
public record SecuritySettings(
        String masterKey,
        String issuer,
        Duration tokenLife,
        Duration credentialStaleness,
        Signing signing,
        PasswordHashing passwordHashing,
        LogIn logIn) {

    /**
     * When access tokens' signing keys change.
     *
     * @param rotation how long a key signs
     * @param publishAhead how long a new key is published before it signs
     * @param refresh how often a node looks for new keys
     */
    public record Signing(Duration rotation, Duration publishAhead, Duration refresh) {}

    /**
     * How much password hashing a node does at once.
     *
     * @param threads each keeps one core and 19 MiB busy
     * @param queue how many more may wait
     * @param patience how long one may take, waiting included
     */
    public record PasswordHashing(int threads, int queue, Duration patience) {}

    /** How often log-in may be tried. */
    public record LogIn(Rate perAccount, Rate perAddress) {}

    /**
     * A token bucket's size and speed.
     *
     * @param burst attempts that are free at once
     * @param refill time for one more
     */
    public record Rate(int burst, Duration refill) {}

    private static final String PATH = "perennial.security";

    /** Reads them; a {@link ConfigException} names the setting that is missing or wrong. */
    public static SecuritySettings from(Config config) {
        return new SecuritySettings(
                masterKey(config, PATH + ".master-key"),
                config.getString(PATH + ".issuer"),
                duration(config, PATH + ".access-token-life"),
                duration(config, PATH + ".credential-staleness"),
                signing(config),
                new PasswordHashing(
                        threads(config, PATH + ".password-hash.threads"),
                        positive(config, PATH + ".password-hash.queue"),
                        duration(config, PATH + ".password-hash.patience")),
                new LogIn(rate(config, PATH + ".log-in.per-account"), rate(config, PATH + ".log-in.per-address")));
    }

    /** The key of the settings, or else of the file in the data folder, which is made at the first start. */
    public MasterKey masterKeyOr(Path file) {
        return masterKey.isEmpty() ? MasterKey.inFile(file) : MasterKey.parse(masterKey);
    }

    /** Checked here, so that a bad one is a bad setting and is not quoted. */
    private static String masterKey(Config config, String path) {
        var text = config.getString(path);
        if (!text.isEmpty()) {
            try {
                MasterKey.parse(text);
            } catch (IllegalArgumentException bad) {
                throw new ConfigException.BadValue(config.origin(), path, String.valueOf(bad.getMessage()));
            }
        }
        return text;
    }

    private static Signing signing(Config config) {
        var signing = new Signing(
                duration(config, PATH + ".signing-key.rotation"),
                duration(config, PATH + ".signing-key.publish-ahead"),
                duration(config, PATH + ".signing-key.refresh"));
        if (signing.publishAhead().compareTo(signing.rotation()) >= 0) {
            throw new ConfigException.BadValue(
                    config.origin(), PATH + ".signing-key.publish-ahead", "must be shorter than rotation");
        }
        return signing;
    }

    private static Rate rate(Config config, String path) {
        return new Rate(positive(config, path + ".burst"), duration(config, path + ".refill"));
    }

    private static int threads(Config config, String path) {
        return "cores".equals(config.getString(path))
                ? Runtime.getRuntime().availableProcessors()
                : positive(config, path);
    }

    private static int positive(Config config, String path) {
        int value = config.getInt(path);
        if (value < 1) {
            throw new ConfigException.BadValue(config.origin(), path, "must be at least 1");
        }
        return value;
    }

    private static Duration duration(Config config, String path) {
        var value = config.getDuration(path);
        if (value.isZero() || value.isNegative()) {
            throw new ConfigException.BadValue(config.origin(), path, "must be longer than nothing");
        }
        return value;
    }

    /** The master key is a secret. */
    @Override
    public String toString() {
        return "SecuritySettings[issuer=" + issuer + ", …]";
    }
}
