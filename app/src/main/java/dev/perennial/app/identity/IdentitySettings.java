package dev.perennial.app.identity;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;
import java.time.Duration;

/**
 * The settings under {@code perennial.identity}.
 *
 * @param invitationLife how long an invitation can be accepted
 * @param sessionLife how long a session lasts without being refreshed
 * @param refreshGrace how long a refresh token may come again from a client that got no answer
 * @param reservation how long an invitation may take before it is looked into whether its inviter is gone
 */
public record IdentitySettings(
        Duration invitationLife, Duration sessionLife, Duration refreshGrace, Duration reservation) {

    private static final Duration LONGEST = Duration.ofDays(366);

    /** @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong */
    public static IdentitySettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.identity");
        return new IdentitySettings(
                read.duration("invitation-life", Duration.ofMinutes(1), LONGEST),
                read.duration("session-life", Duration.ofMinutes(1), LONGEST),
                read.duration("refresh-grace", Duration.ZERO, Duration.ofMinutes(5)),
                read.duration("reservation", Duration.ofSeconds(5), Duration.ofHours(1)));
    }
}
