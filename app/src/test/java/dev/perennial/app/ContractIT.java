package dev.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation of the contract works as it is written there, and answers its problems as they are written. */
@ExtendWith(LiveNode.class)
class ContractIT {

    /**
     * As the contract says of them: the one makes a key each time, another ends the credential that it came with; one
     * changes nothing, and one knows no keys: its body itself says what it repeats.
     */
    private static final Set<String> NOT_REPEATABLE =
            Set.of("rotateSigningKeys", "changePassword", "whatIf", "tellPayment");

    private final Installation installation;
    private final WorkingCalls calls;

    ContractIT(Installation installation) {
        this.installation = installation;
        this.calls = new WorkingCalls(installation);
    }

    static List<Documented> operations() {
        return Documented.all();
    }

    static Stream<Documented> guarded() {
        return operations().stream().filter(operation -> operation.documents(412));
    }

    static Stream<Documented> conditional() {
        return operations().stream().filter(operation -> operation.documents(304));
    }

    static Stream<Documented> withBody() {
        return operations().stream().filter(Documented::hasBody);
    }

    @Test
    void nothingElseIsTried() {
        assertThat(calls.operations())
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Documented::id).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void works(Documented operation) {
        var answer = installation.send(calls.of(operation.id()));

        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void repeatedWithItsKeyItAnswersTheSame(Documented operation) {
        if (!operation.isCommand() || NOT_REPEATABLE.contains(operation.id())) {
            return;
        }
        var request = calls.of(operation.id()).with("Idempotency-Key", "repeated-" + operation.id());

        var first = installation.send(request);
        var second = installation.send(request);

        assertThat(withoutAccessToken(second)).isEqualTo(withoutAccessToken(first));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        operation.check(second);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aKeyIsForOneBody(Documented operation) {
        if (NOT_REPEATABLE.contains(operation.id())) {
            return;
        }
        var request = calls.of(operation.id()).with("Idempotency-Key", "reused-" + operation.id());
        assertThat(installation.send(request).status()).isBetween(200, 299);

        var answer = installation.send(request.json(new String(request.body(), UTF_8) + " "));

        answer.expect(422, "idempotency-key-reused");
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void theRightRevisionIsTaken(Documented operation) {
        var call = calls.of(operation.id()).with("If-Match", "\"9999\"");
        var actual = installation.send(call).expect(412).text("/revision");

        var answer = installation.send(call.with("If-Match", "\"" + actual + "\""));

        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        assertThat(answer.json().path("revision").asLong()).isGreaterThanOrEqualTo(Long.parseLong(actual));
    }

    /** An access token is signed anew for each answer. */
    private static ObjectNode withoutAccessToken(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        ObjectNode body = new ObjectMapper().convertValue(answer.json(), ObjectNode.class);
        return body.without(List.of("accessToken", "accessTokenExpiresAt", "refreshTokenExpiresAt"));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void otherRevisionsAreRefused(Documented operation) {
        var answer = installation.send(calls.of(operation.id()).with("If-Match", "\"9999\""));

        answer.expect(412, "revision-mismatch");
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("conditional")
    void whatTheCallerHoldsIsNotSentAgain(Documented operation) {
        var request = calls.of(operation.id());
        var tag = installation.send(request).header("ETag").orElseThrow();

        var answer = installation.send(request.with("If-None-Match", tag));

        answer.expect(304);
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void bodiesThatDoNotFitAreRefused(Documented operation) {
        var answer = installation.send(calls.of(operation.id()).json("{}"));

        answer.expect(422, "invalid-body");
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatDoesNotExistIsNotFound(Documented operation) {
        if (!operation.documents(404)) {
            return;
        }
        var nowhere = operation.nowhere();
        nowhere.replace(
                "tenant",
                operation.template().endsWith("}") || lastEntity(operation).equals("tenant") ? "nowhere" : "acme");
        var request = operation.request(nowhere).as(installation.operator());
        var answer = installation.send(operation.hasBody() ? request.json(operation.bodyExample()) : request);

        answer.expect(404);
        operation.check(answer);
    }

    private static String lastEntity(Documented operation) {
        return operation.parameters("path").toList().getLast().path("name").asText();
    }

    static List<Refusals.Refusal> refusals() {
        return Refusals.ALL;
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void statesThatDoNotAllowIt(Refusals.Refusal refusal) {
        var operation = Documented.named(refusal.operation());

        var answer = installation.send(refusal.request().apply(installation.tenant()));

        answer.expect(refusal.status(), refusal.code());
        operation.check(answer);
    }

    @Test
    void everyDocumentedConflictIsReached() {
        var documented = operations().stream()
                .flatMap(operation ->
                        Stream.of(409, 410).filter(operation::documents).map(status -> operation.id() + " " + status));
        var reached = Refusals.ALL.stream()
                .map(refusal -> refusal.operation() + " " + refusal.status())
                .distinct();

        assertThat(reached).containsExactlyInAnyOrderElementsOf(documented.toList());
    }

    @Test
    void nothingElseIsServed() {
        installation.send(Request.of("GET", "/v1/undocumented")).expect(404, "no-such-path");
        installation.send(Request.of("DELETE", "/v1/me")).expect(405, "method-not-allowed");
    }
}
