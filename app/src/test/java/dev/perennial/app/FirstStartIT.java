package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start of an installation, and what becomes of one that fails. */
class FirstStartIT {

    @TempDir
    Path data;

    /** It is shown once, so a start that nobody saw the end of must not have used it up. */
    @Test
    void theOperatorKeyIsKeptForTheFirstStartThatSucceeds() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort())).hasRootCauseInstanceOf(BindException.class);
        }

        try (var node = start(0)) {
            assertThat(node.firstOperatorKey()).isPresent();
            assertThat(node.firstManagementKey()).isPresent();
        }
    }

    private Node start(int port) {
        return Node.start(
                ConfigFactory.parseMap(Map.of(
                        "perennial.data",
                        data.toString(),
                        "perennial.http.port",
                        port,
                        "perennial.cluster.port",
                        0,
                        "perennial.cluster.management-port",
                        0,
                        "perennial.management.port",
                        0,
                        "perennial.telemetry.port",
                        0)),
                Main.MODULES);
    }
}
