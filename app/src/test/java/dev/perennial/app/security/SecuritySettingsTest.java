package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritySettingsTest {

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static SecuritySettings with(String setting) {
        return SecuritySettings.from(ConfigFactory.parseString("perennial.security." + setting)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    }

    @Test
    void theShippedOnesAreGood() {
        var settings = with("issuer = here");
        assertThat(settings.issuer()).isEqualTo("here");
        assertThat(settings.tokenLife()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.passwordHashing().threads())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @CsvSource({
        "access-token-life, 0s",
        "credential-staleness, -1s",
        "signing-key.rotation, soon",
        "signing-key.publish-ahead, 30d",
        "password-hash.threads, 0",
        "password-hash.queue, many",
        "log-in.per-account.burst, 0",
        "log-in.per-address.refill, 0s",
        "master-key, c2hvcnQ=",
    })
    void aBadOneIsNamed(String path, String value) {
        assertThatThrownBy(() -> with(path + " = \"" + value + "\""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("perennial.security." + path);
    }

    @Test
    void aBadMasterKeyIsNotQuotedAndAGoodOneNotPrinted() {
        assertThatThrownBy(() -> with("master-key = c2hvcnQ")).hasMessageNotContaining("c2hvcnQ");
        assertThat(with("master-key = \"" + KEY + "\"").toString()).doesNotContain(KEY);
    }

    @Test
    void theMasterKeyComesFromTheSettingElseFromTheFile(@TempDir Path folder) {
        var file = folder.resolve("master.key");
        var given = with("master-key = \"" + KEY + "\"").masterKeyOr(file);
        assertThat(given.digest("a").of("x"))
                .isEqualTo(TestKeys.MASTER.digest("a").of("x"));
        assertThat(file).doesNotExist();

        var made = with("issuer = here").masterKeyOr(file);
        assertThat(Files.exists(file)).isTrue();
        assertThat(with("issuer = here").masterKeyOr(file).digest("a").of("x"))
                .isEqualTo(made.digest("a").of("x"));
    }
}
