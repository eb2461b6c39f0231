package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.LoggerFactory;

/**
 * The product as it is shipped, one node on an embedded PostgreSQL, shared by all classes that it extends. Gives them an
 * {@link Installation}, and fails a class during which the node logged an error: no input is reason enough for one.
 */
final class LiveNode implements ParameterResolver, AfterAllCallback {

    /** By which the payment provider would prove what it tells. */
    static final String WEBHOOK_SECRET = "of the tests";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Installation resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).installation;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(running(context).errors.drain())
                .as("errors in the log of the node")
                .isEmpty();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(LiveNode.class))
                .computeIfAbsent(Running.class, _ -> new Running(), Running.class);
    }

    /** JUnit closes it after the last class. */
    private static final class Running implements AutoCloseable {

        private final Errors errors = Errors.watched();
        private final Path data = folder();
        private final Node node = Node.start(
                ConfigFactory.parseString("""
                        perennial {
                          http.port = 0
                          cluster { port = 0, management-port = 0 }
                          management.port = 0
                          telemetry.port = 0
                          # Snapshots are looked into as well.
                          entity.snapshot-every = 3
                          # Some bodies never arrive.
                          http.body-timeout = 1s
                          # A test waits it out.
                          identity.refresh-grace = 3s
                          # All tests come from here, as if from a proxy with many clients.
                          http.trusted-proxies = "127.0.0.1"
                          security {
                            # However slow the machine is, no attempt comes back while a test counts them.
                            log-in { per-address.refill = 10m, per-account.refill = 10m }
                            # Within it a revocation may go unnoticed; the tests wait that long.
                            credential-staleness = 500ms
                          }
                        }
                        """)
                        .withValue("perennial.data", ConfigValueFactory.fromAnyRef(data.toString()))
                        .withValue(
                                "perennial.billing.provider.webhook-secret",
                                ConfigValueFactory.fromAnyRef(WEBHOOK_SECRET)),
                Main.MODULES);
        private final Installation installation = new Installation(
                node.address().orElseThrow(),
                node.firstOperatorKey().orElseThrow(),
                databaseUrl(),
                data,
                Optional.of(new Installation(
                        node.managementAddress(),
                        node.firstManagementKey().orElseThrow(),
                        databaseUrl(),
                        data,
                        Optional.empty())));

        @Override
        public void close() {
            node.close();
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String databaseUrl() {
            try {
                return "jdbc:postgresql://127.0.0.1:%s/perennial?user=perennial&password=%s"
                        .formatted(
                                Files.readString(data.resolve("postgres.port")).strip(),
                                Files.readString(data.resolve("postgres.password"))
                                        .strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("perennial-it");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Errors extends AppenderBase<ILoggingEvent> {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        static Errors watched() {
            var errors = new Errors();
            errors.start();
            ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(errors);
            return errors;
        }

        List<String> drain() {
            var drained = List.copyOf(seen);
            seen.clear();
            return drained;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                var cause = event.getThrowableProxy();
                seen.add(event.getFormattedMessage() + (cause == null ? "" : ": " + cause.getClassName()));
            }
        }
    }
}
