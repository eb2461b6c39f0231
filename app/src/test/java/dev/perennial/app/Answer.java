package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What came back, and for what. */
record Answer(Request request, int status, HttpHeaders headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + this, e);
        }
    }

    /** The member at a JSON pointer as text; empty if there is none. */
    String text(String pointer) {
        return json().at(pointer).asText();
    }

    /** The problem's code; empty if it is not a problem. */
    String code() {
        return header("Content-Type").filter("application/problem+json"::equals).isPresent() ? text("/code") : "";
    }

    Answer expect(int expected) {
        assertThat(status).as(toString()).isEqualTo(expected);
        return this;
    }

    Answer expect(int expected, String code) {
        expect(expected);
        assertThat(code()).as(toString()).isEqualTo(code);
        return this;
    }

    @Override
    public String toString() {
        return request + " → " + status + " " + body;
    }
}
