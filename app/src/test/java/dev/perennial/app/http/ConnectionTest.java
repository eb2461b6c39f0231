package dev.perennial.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, byte for byte. */
class ConnectionTest {

    private static final String PUT = "PUT /toys/acme/bear HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String TOY = "{\"name\":\"a\",\"size\":3,\"tags\":[]}";
    private static final String LAST = "GET /toys?limit=3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private static ToyServer server;

    @BeforeAll
    static void start() {
        server = new ToyServer(
                Map.of(
                        "rebuildToys",
                        _ -> CompletableFuture.supplyAsync(
                                () -> Reply.empty(204), CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)),
                        "getMe",
                        _ -> new CompletableFuture<>()),
                64);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() {
        var slow = "POST /toys/special HTTP/1.1\r\nHost: x\r\nAuthorization: operator\r\n\r\n";
        var quick = "GET /toys?limit=2 HTTP/1.1\r\nHost: x\r\n\r\n";
        var put = PUT + "Content-Length: " + TOY.length() + "\r\n\r\n" + TOY;

        var answers = send(slow + quick + put + quick.repeat(50) + "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n" + LAST);

        assertThat(statuses(answers)).hasSize(55).startsWith(204, 200, 200, 200).endsWith(200, 404, 200);
        assertThat(answers).contains(TOY).endsWith("{\"limit\":3}");
    }

    /** Each could hide a request from a proxy in front of us. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: chunked\nX: y",
                "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: +3",
                "Content-Length: -3",
                "Content-Length: 0x3",
                "Content-Length: 3 3",
                "Content-Length : 3",
                "Host: y",
                "No colon"
            })
    void nothingIsSmuggled(String lines) {
        var answers = send(PUT + lines + "\r\n\r\n0\r\n\r\n" + LAST);

        assertThat(statuses(answers)).hasSize(1).allMatch(status -> status == 400 || status == 501);
        assertThat(answers).contains("Connection: close", "/problems/malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /toys HTTP/1.1\r\n\r\n",
                "GET /toys HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET toys HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http:///toys HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /toys#a HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /toys /toys HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void whatIsNoRequestIsRefused(String request) {
        assertThat(send(request)).startsWith("HTTP/1.1 400").contains("/problems/malformed-request");
    }

    @Test
    void targetsWithAHost() {
        assertThat(send(LAST.replace("/toys", "http://x:80/toys"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void aClientIsToldToGoOn() throws IOException {
        try (var socket = open()) {
            write(
                    socket,
                    PUT + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + TOY.length() + "\r\n\r\n");
            assertThat(new String(socket.getInputStream().readNBytes(25), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            write(socket, TOY);
            assertThat(rest(socket)).startsWith("HTTP/1.1 200").endsWith(TOY);
        }
    }

    @Test
    void aClientIsNotToldToGoOnInVain() {
        var other = PUT.replace("json", "xml") + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n";

        assertThat(send(other)).startsWith("HTTP/1.1 415").contains("Connection: close");
        assertThat(send(PUT + "Expect: more\r\nContent-Length: 9\r\n\r\n")).startsWith("HTTP/1.1 417");
    }

    @Test
    void aClientThatHasSaidAllIsAnswered() throws IOException {
        try (var socket = open()) {
            write(socket, "POST /toys/special HTTP/1.1\r\nHost: x\r\nAuthorization: operator\r\n\r\n");
            socket.shutdownOutput();
            assertThat(rest(socket)).startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void whoSendsMuchTooMuchStillLearnsWhy() {
        var answer = send(PUT + "Content-Length: 4000000\r\n\r\n" + "x".repeat(4_000_000));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("Connection: close", "/problems/body-too-large");
    }

    @Test
    void anAnswerThatDoesNotComeIsUnknown() {
        var answer = send("GET /me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: operator\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 503").contains("/problems/outcome-unknown", "Retry-After: 1");
    }

    @Test
    void silentConnectionsAreClosed() throws IOException {
        try (var socket = open()) {
            write(socket, "GET /toys HTTP/1.1\r\nHost: x\r\n\r\n");
            // Answered, and not closed by a wish of the client's.
            assertThat(rest(socket)).startsWith("HTTP/1.1 200").doesNotContain("Connection:");
        }
    }

    @Test
    void olderClients() {
        assertThat(send("GET /toys HTTP/1.0\r\n\r\n")).contains("Connection: close", "{\"limit\":20}");
        assertThat(statuses(send("GET /toys HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /toys HTTP/1.0\r\n\r\n")))
                .containsExactly(200, 200);
    }

    @Test
    void headsAlone() {
        assertThat(send(LAST.replace("GET", "HEAD")))
                .contains("Content-Length: 11\r\n")
                .endsWith("\r\n\r\n");
    }

    private static String send(String request) {
        return server.raw(request.getBytes(ISO_8859_1));
    }

    private static List<Integer> statuses(String answers) {
        return STATUS.matcher(answers)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    private static Socket open() throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(8_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
