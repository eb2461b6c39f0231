package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link Partitions} in namespaces of its own, where it may build networks and cut them: what it leaves behind goes
 * with its first process. Only when asked to, since it needs root and some minutes: {@code ./perennial partitions}.
 */
class PartitionIT {

    private static final Logger log = LoggerFactory.getLogger(PartitionIT.class);
    private static final Path OUTPUT = Path.of("target", "partitions.log");
    private static final List<String> OWN_NAMESPACES =
            List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void whateverIsCutTheMajorityGoesOnAndNothingIsLost() throws Exception {
        whyNot().ifPresent(reason -> {
            // Not by the log, which a build may keep to itself.
            System.out.println("SKIPPED: no network was cut, " + reason);
            Assumptions.abort(reason);
        });
        var command = new ArrayList<>(OWN_NAMESPACES);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jvm.options",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Partitions.class.getName()));
        var scenarios = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(OUTPUT.toFile())
                .start();
        try {
            int ended = scenarios.waitFor();
            try (var lines = Files.lines(OUTPUT)) {
                lines.filter(line -> line.contains("Partitions")).forEach(log::info);
            }
            assertThat(ended).as(Files.readString(OUTPUT)).isZero();
        } finally {
            scenarios.destroyForcibly();
        }
    }

    private static Optional<String> whyNot() throws IOException, InterruptedException {
        if ("true".equals(System.getenv("CI"))) {
            return Optional.of("never where CI=true");
        }
        if (!Boolean.getBoolean("partitions")) {
            return Optional.of("only by ./perennial partitions");
        }
        var tried = new ArrayList<>(OWN_NAMESPACES);
        tried.addAll(List.of("sh", "-c", "ip link add probe type bridge && iptables -L -n"));
        try {
            int ended = new ProcessBuilder(tried)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return ended == 0
                    ? Optional.empty()
                    : Optional.of("this takes root, and the Debian packages iproute2 and iptables");
        } catch (IOException none) {
            return Optional.of("there is no unshare: " + none.getMessage());
        }
    }
}
