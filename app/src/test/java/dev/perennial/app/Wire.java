package dev.perennial.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says to a node what no well-behaved client says, byte for byte. */
final class Wire {

    private static final int PATIENCE_MILLIS = 20_000;

    private Wire() {}

    /** The request as it stands, whatever is wrong with its target or its headers. */
    static Answer send(URI address, Request request) {
        return send(address, request, List.of());
    }

    /** The same with further header lines, which may repeat those of the request. */
    static Answer send(URI address, Request request, List<String> lines) {
        var all = new ArrayList<>(lines);
        all.add("Content-Length: " + request.body().length);
        return exchange(address, request, all, request.body());
    }

    /** The request with other bytes where its body should be, as the header lines announce them. */
    static Answer exchange(URI address, Request request, List<String> lines, byte[] bytes) {
        var head = request.method() + " " + request.target() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + request.headers().entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + lines.stream().map(line -> line + "\r\n").collect(Collectors.joining())
                + "\r\n";
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            out.write(bytes);
            out.flush();
            return answer(request, socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        }
    }

    private static Answer answer(Request request, byte[] bytes) {
        var text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no answer to " + request + ": " + text);
        }
        var lines = text.substring(0, end).split("\r\n", -1);
        var headers = new LinkedHashMap<String, List<String>>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(lines[i].substring(0, colon), _ -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        var body = new String(text.substring(end + 4).getBytes(ISO_8859_1), UTF_8);
        return new Answer(
                request,
                Integer.parseInt(lines[0].split(" ", -1)[1]),
                HttpHeaders.of(Map.copyOf(headers), (_, _) -> true),
                body);
    }
}
