package dev.perennial.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.app.http.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever strangers put into any part of any operation, the running node answers a problem of a stable type, points at
 * the fault, tells nothing of its inside, and logs no error.
 */
@ExtendWith(LiveNode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsIT {

    private static final List<String> IDS = List.of(
            "%2e%2e%2fsecret",
            "%00",
            "a%00",
            "%2F",
            "a%7Cb",
            "%ff%fe",
            "%ed%a0%80",
            "%20",
            "a%0d%0aX:1",
            "a'%20or%201=1--",
            "%F0%9F%A7%B8",
            "a".repeat(65),
            "a".repeat(3000),
            "..%5c",
            "_",
            "-");

    private static final List<String> TEXTS = List.of(
            "%00", "%ed%a0%80", "%ff", "%zz", "%", "", "a".repeat(5000), "%27%20or%201=1--", "..%2f", "%0d%0aX:1");

    private static final Map<String, List<String>> PARTICULAR = Map.of(
            "limit", List.of("0", "-1", "201", "1000000000", "1.5", "1e2", "many", "99999999999999999999", "0x10"),
            "revision", List.of("-1", "1000000000000000000", "1.0", "last", "99999999999999999999999"),
            "at",
                    List.of(
                            "yesterday",
                            "2026-13-01T00:00:00Z",
                            "2026-01-01",
                            "2026-01-01T00:00:00",
                            "99999-01-01T00:00:00Z"),
            "cursor",
                    List.of(
                            "AAAA",
                            "bm90IGEgY3Vyc29y",
                            "eyJhIjoxfQ",
                            "____",
                            "-5",
                            "99999999999999999999",
                            "a".repeat(400),
                            "a".repeat(401)));

    private static final Map<String, List<String>> HEADERS = Map.of(
            "If-Match", List.of("3", "\"-1\"", "\"x\"", "W/\"1\"", "\"1\", \"2\"", "\"99999999999999999999\"", "\"\""),
            "Idempotency-Key", List.of("a b", "a".repeat(256), "a\tb"),
            "Consistency-Token", List.of("garbage", "AAAA", "0", "a".repeat(401), "..."));

    /** Members that are one line for people to read. */
    private static final List<String> LINES = List.of("name", "displayName", "reason");

    private final Installation installation;
    private final TestTenant tenant;
    private final TestTenant.Person person;

    HostileRequestsIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
        this.person = tenant.person("owner");
        tenant.operator(Request.of("PUT", tenant.path("/wallets/none"))
                        .with("Idempotency-Key", "wallet")
                        .json("{\"name\":\"Credits\"}"))
                .expect(200);
    }

    static List<Documented> operations() {
        return Documented.all();
    }

    static Stream<Documented> withBody() {
        return operations().stream().filter(Documented::hasBody);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void bodies(Documented operation) {
        for (var body : bodiesBesideTheSchema(operation).entrySet()) {
            var answer = installation.send(request(operation).json(body.getValue()));
            var status = body.getKey().startsWith("413") ? 413 : body.getKey().startsWith("422") ? 422 : 400;
            refused(operation, answer);
            assertThat(answer.status()).as("%s: %s", body.getKey(), answer).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void members(Documented operation) {
        var schema = operation.bodySchema();
        schema.path("properties").properties().forEach(member -> {
            var name = member.getKey();
            pointed(operation, "{}", 422, name, with(operation, name, "{\"a\":[]}"));
            pointed(operation, "null", 422, name, with(operation, name, "null"));
            pointed(operation, "a huge number", 422, name, with(operation, name, "1e308"));
            pointed(operation, "an infinite number", 400, name, with(operation, name, "1e400"));
            pointed(operation, "NUL", 400, name, with(operation, name, "\"a\\u0000b\""));
            pointed(operation, "half a character", 400, name, with(operation, name, "\"\\ud800\""));
            if (example(operation).has(name)) {
                pointed(operation, "twice", 400, name, twice(operation, name));
            }
            if (LINES.contains(name)) {
                for (var value : List.of("a\\u0007b", " a", "a ", "a\\n", "\\n", "a\\u2028b", "a\\r\\nb")) {
                    pointed(operation, value, 422, name, with(operation, name, "\"" + value + "\""));
                }
            }
            if (member.getValue().path("format").asText().equals("date-time")) {
                pointed(operation, "no T", 422, name, with(operation, name, "\"2099-01-01 00:00:00Z\""));
                pointed(operation, "a leap second", 422, name, with(operation, name, "\"2016-12-31T23:59:60Z\""));
            }
            if (member.getValue().path("type").asText().equals("string")) {
                pointed(operation, "too long", 422, name, with(operation, name, "\"" + "x".repeat(10_000) + "\""));
            }
        });
        schema.path("required")
                .forEach(name -> pointed(
                        operation,
                        "missing",
                        422,
                        name.asText(),
                        example(operation).without(name.asText()).toString()));
        if (schema.path("additionalProperties").isBoolean()) {
            pointed(operation, "unknown", 422, "unheard-of", with(operation, "unheard-of", "1"));
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void otherMediaTypes(Documented operation) {
        for (var type : List.of(
                "text/plain", "application/xml", "multipart/form-data; boundary=a", "application/json-patch+json")) {
            var answer = installation.send(
                    request(operation).json(operation.bodyExample()).with("Content-Type", type));
            refused(operation, answer.expect(415, "unsupported-media-type"));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void idsInPaths(Documented operation) {
        for (var parameter : operation.parameters("path").toList()) {
            for (var id : IDS) {
                var path = path(operation);
                path.put(parameter.path("name").asText(), id);
                var request = operation.request(path).as(credential(operation));
                refused(
                        operation,
                        installation.send(operation.hasBody() ? request.json(operation.bodyExample()) : request));
            }
        }
    }

    /** RFC 3986 has them resolved; what matters is that it is the resolved path that is guarded. */
    @Test
    void noWayLeadsAroundTheGuard() {
        var foreign = installation.tenant().id();
        for (var up : List.of("..", "%2e%2e", ".%2E")) {
            for (var path : List.of(
                    tenant.path("/" + up + "/" + foreign), tenant.path("/users/" + up + "/" + up + "/" + foreign))) {
                Wire.send(installation.address(), Request.of("GET", path).as(person.accessToken()))
                        .expect(403, "foreign-tenant");
            }
            for (var path : List.of("/docs/" + up + "/v1/me", "/" + up + "/" + up + "/v1/me")) {
                Wire.send(installation.address(), Request.of("GET", path)).expect(401, "credential-missing");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void queries(Documented operation) {
        refused(operation, installation.send(request(operation).query("unheard-of=1")));
        for (var parameter : operation.parameters("query").toList()) {
            var name = parameter.path("name").asText();
            Stream.concat(TEXTS.stream(), PARTICULAR.getOrDefault(name, List.of()).stream())
                    // Any text may be somebody's address.
                    .filter(value -> !name.equals("email") || !(value.contains("2") || value.contains("X")))
                    .forEach(value -> {
                        var answer = Wire.send(
                                installation.address(),
                                request(operation).query(others(operation, name) + name + "=" + value));
                        refused(operation, answer);
                        assertThat(answer.status()).as("%s", answer).isIn(400, 414);
                        if (!answer.code().equals("malformed-request")) {
                            assertThat(answer.text("/errors/0/pointer"))
                                    .as("%s", answer)
                                    .isIn("/", "/" + name);
                        }
                    });
            refused(operation, installation.send(request(operation).query(name + "=1&" + name + "=1")));
        }
        if (operation
                .parameters("query")
                .anyMatch(parameter -> parameter.path("name").asText().equals("at"))) {
            refused(operation, installation.send(request(operation).query("revision=1&at=2026-01-01T00:00:00Z")));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void headers(Documented operation) {
        HEADERS.forEach((header, values) -> {
            if (operation.takes(header)) {
                for (var value : values) {
                    var request = operation.hasBody()
                            ? request(operation).json(operation.bodyExample())
                            : request(operation).query(others(operation, ""));
                    var answer = installation.send(request.with(header, value));
                    refused(operation, answer);
                    assertThat(answer.text("/errors/0/pointer"))
                            .as("%s", answer)
                            .isEqualTo("/" + header);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void headersTwice(Documented operation) {
        var request = (operation.hasBody() ? request(operation).json(operation.bodyExample()) : request(operation))
                .with("Idempotency-Key", "twice")
                .with("If-Match", "\"1\"");
        for (var line : List.of("Authorization: Bearer other", "Idempotency-Key: other", "If-Match: \"2\"")) {
            var answer = Wire.send(installation.address(), request, List.of(line));

            refused(operation, answer.expect(400, "invalid-parameter"));
            assertThat(answer.text("/errors/0/pointer")).isEqualTo("/" + line.substring(0, line.indexOf(':')));
        }
        for (var line : List.of("Content-Length: 7", "Transfer-Encoding: chunked", "Host: y")) {
            // Two lengths are how requests are smuggled.
            refused(
                    operation,
                    Wire.send(installation.address(), request, List.of(line)).expect(400));
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void bodiesThatDoNotCome(Documented operation) {
        var halfSent = List.of("Content-Length: 20");
        var answer = Wire.exchange(installation.address(), announced(operation), halfSent, "{".getBytes(UTF_8));

        refused(operation, answer.expect(408, "request-timeout"));
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void bodiesInPieces(Documented operation) {
        var chunked = List.of("Transfer-Encoding: chunked");
        var tooMany = ("1000\r\n" + "x".repeat(4096) + "\r\n").repeat(limit(operation) / 4096 + 1) + "0\r\n\r\n";
        refused(
                operation,
                Wire.exchange(installation.address(), announced(operation), chunked, tooMany.getBytes(UTF_8))
                        .expect(413, "body-too-large"));
        for (var broken : List.of("zz\r\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n", "7fffffffffffffff\r\n{}")) {
            refused(
                    operation,
                    Wire.exchange(installation.address(), announced(operation), chunked, broken.getBytes(UTF_8)));
        }
    }

    private Request announced(Documented operation) {
        return request(operation).with("Content-Type", "application/json");
    }

    /** Every fault of a body that no schema is needed for. The first word is the status, 400 unless told. */
    private static Map<String, byte[]> bodiesBesideTheSchema(Documented operation) {
        var example = operation.bodyExample().toString();
        var bodies = new LinkedHashMap<String, byte[]>();
        bodies.put("an open object", "{".getBytes(UTF_8));
        bodies.put("something after the end", (example + "{}").getBytes(UTF_8));
        bodies.put("a byte that is not UTF-8", ("{\"\u00e9\":1}").getBytes(ISO_8859_1));
        bodies.put(
                "a surrogate in UTF-8",
                new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'});
        bodies.put("a NUL byte", "{\u0000}".getBytes(UTF_8));
        bodies.put("deep", ("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)).getBytes(UTF_8));
        bodies.put("deep, never closed", "[".repeat(50_000).getBytes(UTF_8));
        bodies.put("an endless number", ("{\"a\":" + "9".repeat(20_000) + "}").getBytes(UTF_8));
        bodies.put("422 an array", "[]".getBytes(UTF_8));
        bodies.put("422 null", "null".getBytes(UTF_8));
        bodies.put("422 a text", "\"a\"".getBytes(UTF_8));
        bodies.put("413 too large", ("{\"a\":\"" + "x".repeat(limit(operation)) + "\"}").getBytes(UTF_8));
        return bodies;
    }

    private void pointed(Documented operation, String what, int status, String member, String body) {
        var answer = installation.send(request(operation).json(body));
        refused(operation, answer);
        assertThat(answer.status()).as("%s: %s", what, answer).isEqualTo(status);
        assertThat(answer.json().path("errors"))
                .as("%s: %s", what, answer)
                .anySatisfy(error -> assertThat(error.path("pointer").asText()).startsWith("/" + member));
    }

    /** A problem of the contract and of a known type, that tells nothing of our inside. */
    private static void refused(Documented operation, Answer answer) {
        assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
        operation.check(answer);
        assertThat(Stream.of(Problems.values()).map(Problems::code))
                .as("%s", answer)
                .contains(answer.code());
        assertThat(answer.text("/type")).isEqualTo(Problems.BASE + answer.code());
        assertThat(answer.body())
                .doesNotContainPattern("Exception|\\bat [a-z]+\\.[a-z]|java\\.|dev\\.perennial\\.[a-z]|jackson|org\\.");
    }

    private Request request(Documented operation) {
        return operation.request(path(operation)).as(credential(operation));
    }

    /** Of the tenant what it has, and what does not exist of all else. */
    private Map<String, String> path(Documented operation) {
        var path = operation.nowhere();
        path.putAll(Map.of(
                "tenant",
                tenant.id(),
                "user",
                person.id(),
                "session",
                person.session(),
                "key",
                "k_none",
                "file",
                "docs.js"));
        return path;
    }

    /** Valid values of the other parameters that a query must have, each with an ampersand behind it. */
    private static String others(Documented operation, String name) {
        return operation
                .parameters("query")
                .filter(parameter -> parameter.path("required").asBoolean()
                        && !parameter.path("name").asText().equals(name))
                .map(parameter -> parameter.path("name").asText() + "="
                        + parameter.path("example").asText() + "&")
                .collect(Collectors.joining());
    }

    /** Of the operation's body, in bytes. */
    private static int limit(Documented operation) {
        return operation.node().path("x-body-limit").asInt(64 * 1024);
    }

    private String credential(Documented operation) {
        return operation.node().at("/x-access/level").asText().equals("operator")
                ? installation.operator()
                : person.accessToken();
    }

    private static ObjectNode example(Documented operation) {
        return operation.bodyExample().deepCopy();
    }

    private static String with(Documented operation, String member, String value) {
        var rest = example(operation).without(member);
        return "{\"" + member + "\":" + value
                + (rest.isEmpty()
                        ? ""
                        : "," + rest.toString().substring(1, rest.toString().length() - 1)) + "}";
    }

    private static String twice(Documented operation, String member) {
        JsonNode value = example(operation).path(member);
        return with(operation, member, value + ",\"" + member + "\":" + value);
    }
}
