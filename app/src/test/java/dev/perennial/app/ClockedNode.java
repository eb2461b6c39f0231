package dev.perennial.app;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A node by a clock of the test, on free ports, whose timers look often. */
final class ClockedNode {

    private ClockedNode() {}

    static Node start(Path data, Clock clock, Module... modules) {
        return Node.start(
                ConfigFactory.parseString("""
                        perennial {
                          http.port = 0
                          cluster { port = 0, management-port = 0 }
                          management.port = 0
                          telemetry.port = 0
                          billing.timer-interval = 20ms
                        }
                        """)
                        .withValue("perennial.data", ConfigValueFactory.fromAnyRef(data.toString())),
                List.of(modules),
                clock);
    }
}
