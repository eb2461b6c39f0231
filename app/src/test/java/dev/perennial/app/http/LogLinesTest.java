package dev.perennial.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Lines of the log say, for machines, which request, trace, operation and tenant they are of. */
class LogLinesTest {

    private static final byte[] NOTHING = {};
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLinesTest.class);

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Lines lines = new Lines();

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final JsonEncoder encoder = new JsonEncoder();
        private final List<JsonNode> written = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            try {
                written.add(new ObjectMapper().readTree(new String(encoder.encode(event), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode from(Class<?> logger) {
            return await().until(
                            () -> written.stream()
                                    .filter(line ->
                                            line.path("loggerName").asText().equals(logger.getName()))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    @BeforeEach
    void listen() {
        lines.setContext(root.getLoggerContext());
        lines.encoder.setContext(root.getLoggerContext());
        lines.encoder.start();
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void leave() {
        root.detachAppender(lines);
    }

    @Test
    void ofAnIncident() {
        Handler broken = _ -> {
            throw new IllegalStateException("a bug");
        };
        try (var server = new ToyServer(Map.of("getToy", broken), 8)) {
            var answer = ask(server);
            var mdc = lines.from(Failures.class).path("mdc");
            assertThat(mdc.path("request").asText())
                    .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
            assertIsOfTheRequest(mdc);
        }
    }

    @Test
    void ofWhatAFlowDoes() {
        var flows = new Flows(Executors.newVirtualThreadPerTaskExecutor());
        var telling = flows.handler(_ -> {
            LOG.warn("at work");
            return Reply.empty(204);
        });
        try (var server = new ToyServer(Map.of("getToy", telling), 8)) {
            ask(server);
            assertIsOfTheRequest(lines.from(LogLinesTest.class).path("mdc"));
        }
    }

    private static HttpResponse<String> ask(ToyServer server) {
        return server.send(
                "GET",
                "/toys/acme/bear",
                NOTHING,
                "Authorization",
                "Bearer viewer@acme",
                "traceparent",
                "00-%s-00f067aa0ba902b7-01".formatted(TRACE));
    }

    private static void assertIsOfTheRequest(JsonNode mdc) {
        assertThat(mdc.path("trace").asText()).isEqualTo(TRACE);
        assertThat(mdc.path("operation").asText()).isEqualTo("getToy");
        assertThat(mdc.path("tenant").asText()).isEqualTo("acme");
    }
}
