package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.perennial.cluster.InvalidSettingException;
import dev.perennial.cluster.Joining;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void theDefaultsAreANodeOnThisMachineWithAnEmbeddedDatabase() {
        var settings = Settings.from(Settings.load(ConfigFactory.empty()));

        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.cluster().joining())
                .isEqualTo(new Joining.SameMachine(Path.of("data/cluster").toAbsolutePath()));
    }

    @Test
    void theAddressOfTheDatabaseReachesEveryPool() {
        var config = Settings.load(ConfigFactory.empty(), "jdbc:postgresql://db:1/here");

        assertThat(config.getString("perennial.database.url")).isEqualTo("jdbc:postgresql://db:1/here");
    }

    @Test
    void whatWeChangeInPekkoIsChangedWhateverTheOrderOfTheClassPath() {
        Config pekko = Settings.load(ConfigFactory.empty()).getConfig("pekko");

        assertThat(pekko.getString("actor.provider")).isEqualTo("cluster");
        assertThat(pekko.getString("cluster.downing-provider-class")).contains("SplitBrainResolver");
        assertThat(pekko.getInt("cluster.sharding.number-of-shards")).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database-url = \"mysql://x@host/db\" | Setting perennial.database-url must be like postgresql://",
                "node = \"\" | Setting perennial.node must not be empty",
                "http.trusted-proxies = [proxy.example] | Setting perennial.http.trusted-proxies has something",
                "http.trusted-proxies = \"10.0.0.0/8,10.0.0.0/33\" | Setting perennial.http.trusted-proxies has something",
                "cluster.port = 99999 | Setting perennial.cluster.port is 99999",
                "http.tls = of-course | Setting perennial.http.tls is wrong",
                "security.password-hash.queue = 0 | perennial.security.password-hash.queue",
            })
    void theMessageNamesTheBadSetting(String setting, String message) {
        assertThatThrownBy(() -> Settings.from(Settings.load(ConfigFactory.parseString("perennial." + setting))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void noPasswordIsEverShown() {
        var config = ConfigFactory.parseString("perennial.database-url = \"postgresql://me:secret@host/db\"");

        assertThat(Settings.from(Settings.load(config)).toString()).doesNotContain("secret");
        assertThatThrownBy(() -> DatabaseUrl.toJdbc("postgresql://me:sec ret@host/db"))
                .hasMessageNotContainingAny("sec", "ret@");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://host/db, jdbc:postgresql://host/db",
        "postgres://me:pw@host:5433/db?sslmode=require, jdbc:postgresql://host:5433/db?sslmode=require&user=me&password=pw",
        "postgresql://me:a+b%2F&c@host/db, jdbc:postgresql://host/db?user=me&password=a%2Bb%2F%26c",
        "jdbc:postgresql://host/db?user=me, jdbc:postgresql://host/db?user=me",
    })
    void bothFormsOfAnAddressAreUnderstood(String given, String jdbc) {
        assertThat(DatabaseUrl.toJdbc(given)).isEqualTo(jdbc);
    }
}
