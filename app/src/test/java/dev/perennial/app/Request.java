package dev.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request of a test, to be changed step by step. */
record Request(String method, String target, Map<String, String> headers, byte[] body) {

    static Request of(String method, String target) {
        return new Request(method, target, Map.of(), new byte[0]);
    }

    Request as(String credential) {
        return with("Authorization", "Bearer " + credential);
    }

    Request with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Request(method, target, more, body);
    }

    Request query(String query) {
        return new Request(method, target + "?" + query, headers, body);
    }

    Request json(String json) {
        return json(json.getBytes(UTF_8));
    }

    Request json(JsonNode json) {
        return json(json.toString());
    }

    Request json(byte[] bytes) {
        return new Request(method, target, headers, bytes).with("Content-Type", "application/json");
    }

    @Override
    public String toString() {
        var shown = new String(body, UTF_8);
        return method + " " + target + " " + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown);
    }
}
