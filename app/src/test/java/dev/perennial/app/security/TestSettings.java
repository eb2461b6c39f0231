package dev.perennial.app.security;

import com.typesafe.config.ConfigFactory;

/** The settings as shipped, but nothing happens by itself: tests say when to look for new keys. */
final class TestSettings {

    static final SecuritySettings SETTINGS =
            SecuritySettings.from(ConfigFactory.parseString("perennial.security.signing-key.refresh = 1h")
                    .withFallback(ConfigFactory.load()));

    private TestSettings() {}
}
