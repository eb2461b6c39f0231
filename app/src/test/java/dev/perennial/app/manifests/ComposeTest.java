package dev.perennial.app.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeTest {

    @Test
    void nothingCanBeSaidAgainstIt() {
        assertThat(Compose.problems(Compose.read())).isEmpty();
    }

    /** Each is one change of the file, and what must be said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add | /service | {} | unknown key service",
                "add | /services/node-1/port | [] | node-1: unknown key port",
                "add | /services/loki/image | \"grafana/loki\" | image without a version",
                "add | /services/loki/image | \"grafana/loki:latest\" | image without a version",
                "remove | /services/loki/restart | {} | is not started again",
                "add | /services/alloy/depends_on | {\"lokki\": {\"condition\": \"service_started\"}} | depends on lokki",
                "add | /services/alloy/depends_on/loki/condition | \"service_healthy\" | which nobody checks",
                "add | /services/alloy/depends_on/loki/condition | \"healthy\" | unknown condition",
                "add | /services/grafana/ports/0 | \"3000:3000\" | open to everybody",
                "add | /services/grafana/ports/0 | \"127.0.0.1:9090:3000\" | a port that is taken",
                "add | /services/loki/volumes/0 | \"./ops/loki.yaml:/etc/loki/loki.yaml:ro\" | mounts what is not there",
                "add | /services/loki/volumes/0 | \"logs:/loki\" | are used",
                "remove | /volumes/loki | {} | are used",
                "add | /services/grafana/environment/GF_SECURITY_ADMIN_PASSWORD | \"admin\" | a secret in the file",
                "add | /services/grafana/environment/X | \"${GRAFANA_KEY:?run}\" | nobody makes GRAFANA_KEY",
                "add | /services/node-2/environment/PERENNIAL_CONTACTS | \"a\" | nobody reads: PERENNIAL_CONTACTS",
                "add | /services/node-2/environment/PERENNIAL_CONTACT_POINTS | \"node-1\" | each must be host:port",
                "add | /services/node-2/environment/PERENNIAL_CONTACT_POINTS | \"node-1:7626,node-2:7626\" | has the contact points",
                "add | /services/node-2/environment/PERENNIAL_CLUSTER_HOST | \"node-1\" | is called node-1",
                "add | /services/node-2/environment/PERENNIAL_TRUSTED_PROXIES | \"10.0.0.0/8\" | does not trust the balancer",
                "add | /services/node-2/environment/PERENNIAL_HTTP_PORT | \"http\" | Setting perennial.http.port is wrong",
                "add | /services/node-2/read_only | false | may do more",
                "remove | /services/node-3 | {} | there are the nodes",
            })
    void aBrokenOneIsRefused(String operation, String path, String value, String problem) throws IOException {
        var file = Compose.read();
        Kustomize.change(
                file,
                new ObjectMapper()
                        .readTree("[{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}]"
                                .formatted(operation, path, value)));
        assertThat(Compose.problems(file)).anySatisfy(found -> assertThat(found).contains(problem));
    }
}
