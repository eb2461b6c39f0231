package dev.perennial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {

    @Test
    void aNodeWithoutContactPointsStaysOnItsMachine() {
        var settings = ClusterSettings.from(with(""));

        assertThat(settings.joining()).isInstanceOf(Joining.SameMachine.class);
        assertThat(settings.shards()).isEqualTo(128);
    }

    @Test
    void contactPointsAreListedByHostAndManagementPort() {
        var settings = ClusterSettings.from(with("perennial.cluster.contact-points = \"a:7626, b.example:7627\""));

        assertThat(settings.joining())
                .isEqualTo(new Joining.ContactPoints(
                        List.of(new Joining.ContactPoint("a", 7626), new Joining.ContactPoint("b.example", 7627))));
    }

    @Test
    void inKubernetesPodsAreFoundByTheirLabels() {
        var settings = ClusterSettings.from(with("perennial.cluster { discovery = kubernetes, kubernetes.nodes = 3 }"));

        assertThat(settings.joining())
                .isEqualTo(new Joining.Kubernetes(
                        "app.kubernetes.io/name=perennial",
                        Optional.empty(),
                        "management",
                        3,
                        Duration.ofSeconds(5),
                        Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
                        Optional.empty()));
    }

    @Test
    void rolesMayBeATextAsInTheEnvironment() {
        assertThat(ClusterSettings.from(with("perennial.cluster.roles = \"web, worker\""))
                        .roles())
                .containsExactlyInAnyOrder("web", "worker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port = 70000 | Setting perennial.cluster.port is 70000; it must be from 0 to 65535",
                "port = http | Setting perennial.cluster.port is wrong",
                "host = \" \" | Setting perennial.cluster.host must not be empty",
                "host = null | Setting perennial.cluster.host must not be empty",
                "roles = [\"web\", \"chef\"] | Setting perennial.cluster.roles is [web, chef]",
                "contact-points = nowhere | Setting perennial.cluster.contact-points has nowhere; each must be host:port",
                "discovery = dns | Setting perennial.cluster.discovery is dns; it must be auto, folder,",
                "discovery = contact-points | Setting perennial.cluster.contact-points must not be empty",
                "join-timeout = 1s | Setting perennial.cluster.join-timeout is PT1S; it must be from PT5S",
                "shards = 0 | Setting perennial.cluster.shards is 0",
            })
    void theMessageNamesTheBadSetting(String setting, String message) {
        assertThatThrownBy(() -> ClusterSettings.from(with("perennial.cluster." + setting)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    private static Config with(String setting) {
        return ConfigFactory.parseString(setting).withFallback(ConfigFactory.load());
    }
}
