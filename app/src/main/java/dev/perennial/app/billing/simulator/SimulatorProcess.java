package dev.perennial.app.billing.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulator beside a node. Nodes of one machine share it: the first one starts it, and when that node ends, another one
 * starts it again with the same ledger.
 */
public final class SimulatorProcess {

    private static final Logger log = LoggerFactory.getLogger(SimulatorProcess.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int ANSWER_MILLIS = 500;
    private static final AtomicBoolean kept = new AtomicBoolean();

    private SimulatorProcess() {}

    /** Takes care from now on that a simulator is at the address; does not block. */
    public static void keepRunning(URI address, Path ledger, String secret) {
        if (kept.compareAndSet(false, true)) {
            Thread.ofVirtual().name("payment simulator").start(() -> {
                try {
                    while (true) {
                        if (!answers(address)) {
                            start(address, ledger, secret).waitFor();
                        }
                        Thread.sleep(LOOK_EVERY);
                    }
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                } catch (IOException failed) {
                    log.warn("The payment simulator cannot be started: payments will fail", failed);
                }
            });
        }
    }

    private static boolean answers(URI address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), ANSWER_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** It ends with this process, whose end closes its standard input. */
    private static Process start(URI address, Path ledger, String secret) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PaymentSimulator.class.getName(),
                        Integer.toString(address.getPort()),
                        ledger.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        ledger.resolveSibling("payment-simulator.log").toFile()));
        builder.environment().put(PaymentSimulator.SECRET, secret);
        log.info("Payments are simulated at {}; what it does is in {}", address, ledger);
        return builder.start();
    }
}
