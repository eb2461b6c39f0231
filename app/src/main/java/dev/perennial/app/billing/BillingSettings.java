package dev.perennial.app.billing;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;
import java.time.Duration;

/**
 * The settings under {@code perennial.billing}.
 *
 * @param timerInterval how often it is looked for what is due
 */
public record BillingSettings(Duration timerInterval) {

    /** @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong */
    public static BillingSettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.billing");
        return new BillingSettings(read.duration("timer-interval", Duration.ofMillis(10), Duration.ofMinutes(1)));
    }
}
