package dev.perennial.app.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ShownSettingsTest {

    @Test
    void whatNobodyHasThoughtAboutIsNotShown() {
        var lines = ShownSettings.of(ConfigFactory.parseString("""
                perennial {
                  http.port = 8080
                  database { url = "jdbc:postgresql://u:secret1@h/d", query-connections = 6, password = secret2 }
                  security { master-key = secret3, issuer = us, issuer-secret = secret4 }
                  mail.token = secret5
                }
                elsewhere.password = secret6
                """));

        assertThat(lines)
                .containsExactly(
                        "perennial.database.password = (not shown)",
                        "perennial.database.query-connections = 6",
                        "perennial.database.url = (not shown)",
                        "perennial.http.port = 8080",
                        "perennial.mail.token = (not shown)",
                        "perennial.security.issuer = \"us\"",
                        "perennial.security.issuer-secret = (not shown)",
                        "perennial.security.master-key = (not shown)");
    }
}
