package dev.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.billing.payment.CallbackSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of invoices and payments the contract's tests cannot know. */
@ExtendWith(LiveNode.class)
class InvoicesIT {

    private static final String TOLD = "{\"key\":\"acme:p_1\",\"id\":\"ch_1\",\"status\":\"succeeded\"}";

    private final Installation installation;

    InvoicesIT(Installation installation) {
        this.installation = installation;
    }

    static List<Refusals.Refusal> misfits() {
        return InvoiceCalls.MISFITS;
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void moneyThatIsNoneIsRefused(Refusals.Refusal refusal) {
        var answer = installation.send(refusal.request().apply(installation.tenant()));

        answer.expect(refusal.status(), refusal.code());
        Documented.named(refusal.operation()).check(answer);
    }

    @Test
    void whatMovesMoneyNeedsAKey() {
        for (var operation : Documented.all()) {
            if (operation.isCommand() && operation.template().contains("/invoices")) {
                assertThat(operation.requires("Idempotency-Key"))
                        .as(operation.id())
                        .isTrue();
            }
        }
    }

    @Test
    void aCallbackWithoutARightSignatureChangesNothing() {
        var now = Instant.now();
        var right = new CallbackSignature(LiveNode.WEBHOOK_SECRET);
        tell(TOLD).expect(401);
        tell(TOLD, "t=1,v1=00").expect(401);
        tell(TOLD, new CallbackSignature("another").sign(TOLD.getBytes(UTF_8), now))
                .expect(401);
        tell(TOLD + " ", right.sign(TOLD.getBytes(UTF_8), now)).expect(401);
        tell(TOLD, right.sign(TOLD.getBytes(UTF_8), now.minus(Duration.ofMinutes(6))))
                .expect(401);
        tell(TOLD, right.sign(TOLD.getBytes(UTF_8), now)).expect(404, "payment.not-found");
        var foreign = TOLD.replace("acme:p_1", "../etc");
        tell(foreign, right.sign(foreign.getBytes(UTF_8), now)).expect(404, "no-such-entity");
    }

    @Test
    void aPageOfAnInvoiceCanDoNothing() {
        var tenant = installation.tenant();
        var draft = tenant.operator(Documented.named("draftInvoice")
                        .request(Map.of("tenant", tenant.id()))
                        .json("""
                        {"currency":"EUR","lines":[{"text":"<script>alert(1)</script>","quantity":1,"minor":1,"per":1}]}"""))
                .expect(201);
        var page = tenant.operator(Request.of("GET", tenant.path("/invoices/" + draft.text("/id") + "/document")));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).contains("text/html; charset=UTF-8");
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; frame-ancestors 'none'; style-src 'sha256-");
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script");
    }

    private Answer tell(String body, String... signature) {
        var request = Documented.named("tellPayment").request(Map.of()).json(body);
        return installation.send(signature.length == 0 ? request : request.with("Webhook-Signature", signature[0]));
    }
}
