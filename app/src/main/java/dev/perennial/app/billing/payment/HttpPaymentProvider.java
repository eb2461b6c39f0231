package dev.perennial.app.billing.payment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perennial.app.billing.BillingSettings;
import dev.perennial.app.telemetry.DependencyMetrics;
import dev.perennial.domain.billing.Money;
import dev.perennial.persistence.billing.PaymentProvider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider over HTTP. What is asked is named by {@code Idempotency-Key}. After several failures it is left alone for a while;
 * how many ask at a time is bounded by who asks.
 *
 * <p>{@code POST /charges} and {@code POST /refunds} answer 200 or 201 when done, 402 when refused, 202 while it is not known;
 * {@code GET /charges?key=} the same, or 404. Any other answer tells nothing.
 */
public final class HttpPaymentProvider implements PaymentProvider {

    private static final Logger log = LoggerFactory.getLogger(HttpPaymentProvider.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_REFERENCE = 100;
    private static final int FAILED_BEYOND = 500;
    private static final int TOO_MANY = 429;

    private final BillingSettings.Provider settings;
    private final HttpClient http;
    private final CircuitBreaker breaker;
    private final DependencyMetrics metrics = new DependencyMetrics("payment-provider");

    public HttpPaymentProvider(BillingSettings.Provider settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
        this.breaker = CircuitBreaker.of("payment-provider", breaker(settings.pause()));
        breaker.getEventPublisher().onStateTransition(change -> {
            log.warn("The payment provider: {}", change.getStateTransition());
            metrics.reachable(change.getStateTransition().getToState() != CircuitBreaker.State.OPEN);
        });
    }

    /** Half of the last ten requests failing, it is left alone; then three requests tell whether it is back. */
    private static CircuitBreakerConfig breaker(Duration pause) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(pause)
                .permittedNumberOfCallsInHalfOpenState(3)
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build();
    }

    @Override
    public boolean isAvailable() {
        return breaker.getState() != CircuitBreaker.State.OPEN;
    }

    @Override
    public Answer charge(String key, Money amount, String description) {
        var body = JSON.createObjectNode()
                .put("amount", amount.minor())
                .put("currency", amount.currency().getCurrencyCode())
                .put("description", description);
        settings.callback().ifPresent(callback -> body.put("callback", callback.toString()));
        return ask(request("/charges").header("Idempotency-Key", key).POST(BodyPublishers.ofString(body.toString())));
    }

    @Override
    public Answer find(String key) {
        return ask(request("/charges?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .GET());
    }

    @Override
    public Answer refund(String key, String charge, Money amount) {
        var body = JSON.createObjectNode()
                .put("charge", charge)
                .put("amount", amount.minor())
                .put("currency", amount.currency().getCurrencyCode());
        return ask(request("/refunds").header("Idempotency-Key", key).POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(settings.timeout())
                .header("Content-Type", "application/json");
        settings.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private Answer ask(HttpRequest.Builder request) {
        if (!breaker.tryAcquirePermission()) {
            return new Answer.Unclear("not asked while the provider fails");
        }
        var began = System.nanoTime();
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            var took = System.nanoTime() - began;
            if (response.statusCode() >= FAILED_BEYOND || response.statusCode() == TOO_MANY) {
                return failed(took, new IOException("answered " + response.statusCode()));
            }
            breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            metrics.answered(Duration.ofNanos(took));
            return answer(response);
        } catch (IOException unanswered) {
            return failed(System.nanoTime() - began, unanswered);
        } catch (InterruptedException stopping) {
            breaker.releasePermission();
            Thread.currentThread().interrupt();
            return new Answer.Unclear("the node is stopping");
        }
    }

    private Answer failed(long took, IOException cause) {
        breaker.onError(took, TimeUnit.NANOSECONDS, cause);
        metrics.missed();
        log.info("The payment provider gave no answer: {}", cause.toString());
        return new Answer.Unclear(cause.getMessage() == null ? "no answer" : cause.getMessage());
    }

    private static Answer answer(HttpResponse<String> response) {
        var body = json(response.body());
        return switch (response.statusCode()) {
            case 200, 201 -> done(body.path("id").asText());
            case 402 -> new Answer.Refused(body.path("reason").asText("declined"));
            case 404 -> new Answer.Unknown();
            case 202 -> new Answer.Unclear("the provider has not decided yet");
            default -> new Answer.Unclear("the provider answered " + response.statusCode());
        };
    }

    private static Answer done(String reference) {
        return reference.isEmpty() || reference.length() > LONGEST_REFERENCE
                ? new Answer.Unclear("the provider names no reference")
                : new Answer.Done(reference);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            return MissingNode.getInstance();
        }
    }
}
