package dev.perennial.app.billing.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.perennial.app.billing.BillingSettings;
import dev.perennial.domain.billing.Money;
import dev.perennial.persistence.billing.PaymentProvider.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpPaymentProviderTest {

    private static final Money AMOUNT = new Money(1_999, Currency.getInstance("EUR"));

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final HttpPaymentProvider provider;
    private volatile int status = 201;
    private volatile String body = "{\"id\":\"ch_1\"}";

    HttpPaymentProviderTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
                var bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        provider = new HttpPaymentProvider(new BillingSettings.Provider(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                false,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                1,
                Duration.ofMillis(300)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Answer charge(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
        return provider.charge("acme:p_1", AMOUNT, "Invoice 1");
    }

    @Test
    void whatItAnswersIsDoneRefusedOrUnclear() {
        assertThat(charge(201, "{\"id\":\"ch_1\"}")).isEqualTo(new Answer.Done("ch_1"));
        assertThat(charge(402, "{\"reason\":\"no funds\"}")).isEqualTo(new Answer.Refused("no funds"));
        assertThat(charge(202, "{\"id\":\"ch_1\"}")).isInstanceOf(Answer.Unclear.class);
        assertThat(charge(200, "{}")).isInstanceOf(Answer.Unclear.class);
        assertThat(charge(200, "<html>")).isInstanceOf(Answer.Unclear.class);
        assertThat(charge(401, "{}")).isInstanceOf(Answer.Unclear.class);
        assertThat(charge(404, "{}")).isEqualTo(new Answer.Unknown());
        assertThat(keys).containsOnly("acme:p_1");
    }

    @Test
    void oneThatFailsIsLeftAloneForAWhile() {
        for (var call = 0; call < 5; call++) {
            assertThat(provider.isAvailable()).isTrue();
            assertThat(charge(500, "{}")).isInstanceOf(Answer.Unclear.class);
        }
        assertThat(provider.isAvailable()).isFalse();
        assertThat(charge(201, "{\"id\":\"ch_1\"}")).isInstanceOf(Answer.Unclear.class);
        assertThat(keys).hasSize(5);

        await().atMost(Duration.ofSeconds(5)).until(provider::isAvailable);
        assertThat(charge(201, "{\"id\":\"ch_1\"}")).isEqualTo(new Answer.Done("ch_1"));
    }

    @Test
    void oneThatIsNotThereGivesNoAnswer() {
        server.stop(0);
        assertThat(charge(201, "{}")).isInstanceOf(Answer.Unclear.class);
    }
}
