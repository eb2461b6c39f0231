package dev.perennial.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent, the answer is a problem of a documented type with the place of the fault, and never a 500. */
class HostileInputTest {

    private static final String TOY = "/toys/acme/bear";
    private static ToyServer server;

    @BeforeAll
    static void start() {
        server = new ToyServer(Map.of(), 64);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"a","colour":1}              | 422 | invalid-body   | /colour
            {}                                   | 422 | invalid-body   | /name
            {"name":7}                           | 422 | invalid-body   | /name
            {"name":null}                        | 422 | invalid-body   | /name
            {"name":""}                          | 422 | invalid-body   | /name
            {"name":"aaaaaaaaaaaaaaaaaaaaa"}     | 422 | invalid-body   | /name
            {"name":"a","size":-1}               | 422 | invalid-body   | /size
            {"name":"a","size":1.5}              | 422 | invalid-body   | /size
            {"name":"a","size":"1"}              | 422 | invalid-body   | /size
            {"name":"a","size":1e300}            | 422 | invalid-body   | /size
            {"name":"a","size":99999999999999999999999} | 422 | invalid-body | /size
            {"name":"a","size":1e999}            | 400 | malformed-json | /size
            {"name":"a","size":NaN}              | 400 | malformed-json | /
            {"name":"a","tags":["ok","NO"]}      | 422 | invalid-body   | /tags/1
            {"name":"a","tags":["a","b","c","d"]} | 422 | invalid-body  | /tags
            []                                   | 422 | invalid-body   | /
            null                                 | 422 | invalid-body   | /
            {"name":"a","name":"b"}              | 400 | malformed-json | /name
            {"name":"a"                          | 400 | malformed-json | /
            {"name":"a"} {}                      | 400 | malformed-json | /
            {"name":"\\u0000"}                   | 400 | malformed-json | /name
            {"name":"\\ud800"}                   | 400 | malformed-json | /name
            {"\\ud800":1}                        | 400 | malformed-json | /
            {'name':'a'}                         | 400 | malformed-json | /
            """)
    void bodies(String body, int status, String code, String pointer) {
        var problem = problem(put(body.getBytes(UTF_8)), status, code);

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/detail").asText()).isNotEmpty();
    }

    @Test
    void emptyBody() {
        problem(server.send("PUT", TOY, new byte[0], "Content-Type", "application/json"), 400, "malformed-json");
    }

    @Test
    void brokenUtf8() {
        problem(put("{\"name\":\"\u00e9\"}".getBytes(ISO_8859_1)), 400, "malformed-json");
        problem(
                put(new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'}),
                400,
                "malformed-json");
    }

    @Test
    void otherEncodings() {
        problem(put("{\"name\":\"a\"}".getBytes(UTF_16)), 400, "malformed-json");
    }

    @Test
    void depth() {
        problem(put(("[".repeat(400) + "]".repeat(400)).getBytes(UTF_8)), 400, "malformed-json");
    }

    @Test
    void endlessNumber() {
        problem(put(("{\"name\":\"a\",\"size\":" + "9".repeat(900) + "}").getBytes(UTF_8)), 400, "malformed-json");
    }

    @Test
    void manyErrorsAreBounded() {
        var body = new StringBuilder("{\"name\":\"a\"");
        for (int i = 0; i < 80; i++) {
            body.append(",\"x").append(i).append("\":1");
        }
        var problem = problem(put(body.append('}').toString().getBytes(UTF_8)), 422, "invalid-body");

        assertThat(problem.get("errors")).hasSize(20);
    }

    @Test
    void tooLarge() {
        problem(put(("{\"name\":\"" + "a".repeat(1024) + "\"}").getBytes(UTF_8)), 413, "body-too-large");
        problem(put(new byte[1_000_000]), 413, "body-too-large");
    }

    @Test
    void tooLargeInChunks() {
        var chunk = "400\r\n" + "a".repeat(1024) + "\r\n";
        var answer = server.raw(("PUT " + TOY + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk.repeat(3) + "0\r\n\r\n")
                .getBytes(ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("/problems/body-too-large");
    }

    @Test
    void bodyThatNeverArrives() {
        var answer = server.raw(("PUT " + TOY + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{")
                .getBytes(ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/xml", "application/json-patch+json"})
    void otherMediaTypes(String type) {
        problem(server.send("PUT", TOY, "{}".getBytes(UTF_8), "Content-Type", type), 415, "unsupported-media-type");
    }

    @Test
    void otherEncodingsOfTheWhole() {
        var body = "{\"name\":\"a\",\"size\":3,\"tags\":[]}".getBytes(UTF_8);
        var json = new String[] {"Content-Type", "application/json", "Content-Encoding", "gzip"};
        problem(server.send("PUT", TOY, body, json), 415, "unsupported-media-type");

        json[3] = "identity";
        assertThat(server.send("PUT", TOY, body, json).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /nowhere                     | 404 | no-such-path
            /toys/acme                   | 404 | no-such-path
            /toys/acme/bear/             | 404 | no-such-path
            /toys//bear                  | 400 | invalid-parameter
            /toys/acme/a"b               | 400 | malformed-request
            /toys/acme/a%7Cb             | 400 | invalid-parameter
            /toys/acme/a%2Fb             | 400 | invalid-parameter
            /toys/acme/..                | 404 | no-such-path
            /toys/acme/%2e%2e            | 404 | no-such-path
            /toys/acme/%2e%2e%2fsecret   | 400 | invalid-parameter
            /toys/%00/bear               | 404 | no-such-path
            /toys/acme/%ff%fe            | 400 | invalid-parameter
            /toys/acme/%zz               | 400 | malformed-request
            /../../etc/passwd            | 404 | no-such-path
            /toys?limit=0                | 400 | invalid-parameter
            /toys?limit=1.5              | 400 | invalid-parameter
            /toys?limit=many             | 400 | invalid-parameter
            /toys?limit=99999999999999999999 | 400 | invalid-parameter
            /toys?limit=5&limit=6        | 400 | invalid-parameter
            /toys?unknown=1              | 400 | invalid-parameter
            /toys?broken=yes             | 400 | invalid-parameter
            /toys?filter=%00             | 400 | invalid-parameter
            /toys?filter=%ed%a0%80       | 400 | invalid-parameter
            /toys?filter=%               | 400 | malformed-request
            /toys?filter=%4              | 400 | malformed-request
            /toys?filter=aaaaaaaaaaaaaaaaaaaaa | 400 | invalid-parameter
            """)
    void paths(String path, int status, String code) {
        var answer = server.raw(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Authorization: Bearer viewer@acme\r\n\r\n")
                .getBytes(ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("/problems/" + code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BREW /toys HTTP/1.1            | 501
            GET /toys HTTP/9.9             | 505
            GET                            | 400
            """)
    void notHttp(String line, int status) {
        var answer = server.raw((line + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
    }

    @Test
    void hugeHeader() {
        var answer = server.raw(
                ("GET /toys HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                        .getBytes(ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 431").contains("application/problem+json");
    }

    @Test
    void aGoodBodyStillPasses() {
        var answer = put("{\"name\":\"b\u00e9ar \ud83e\uddf8\",\"size\":3,\"tags\":[\"old\"]}".getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"name\":\"b\u00e9ar \ud83e\uddf8\",\"size\":3,\"tags\":[\"old\"]}");
    }

    private static HttpResponse<String> put(byte[] body) {
        return server.send("PUT", TOY, body, "Content-Type", "application/json");
    }

    static JsonNode problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        try {
            var problem = new ObjectMapper().readTree(answer.body());
            assertThat(problem.get("type").asText()).isEqualTo("https://perennial.dev/problems/" + code);
            assertThat(problem.get("status").asInt()).isEqualTo(status);
            return problem;
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }
}
