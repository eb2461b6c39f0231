package dev.perennial.app.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A query string, checked against the operation's parameters: unknown, repeated and ill-formed ones are refused. */
final class Query {

    private static final int MOST_PARAMETERS = 32;

    private Query() {}

    /** The values by name, or a {@link ProblemException}. */
    static Map<String, String> parse(Optional<String> raw, List<Parameter> declared) {
        if (raw.isEmpty() && declared.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = raw.map(Query::split).orElseGet(Map::of);
        Set<String> unknown = new TreeSet<>(values.keySet());
        for (Parameter parameter : declared) {
            unknown.remove(parameter.name());
            String value = values.get(parameter.name());
            if (value == null && parameter.required()) {
                throw refuse(parameter.name(), "is required");
            }
            if (value != null) {
                parameter.check(value).ifPresent(error -> {
                    throw refuse(error);
                });
            }
        }
        if (!unknown.isEmpty()) {
            throw refuse(unknown.iterator().next(), "is not a parameter of this operation");
        }
        return values;
    }

    private static Map<String, String> split(String raw) {
        Map<String, String> values = new HashMap<>();
        for (String pair : raw.split("&", MOST_PARAMETERS)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (values.put(name, value) != null) {
                throw refuse(name, "occurs twice");
            }
        }
        return values;
    }

    private static String decode(String text) {
        return Percent.decode(text, true).orElseThrow(() -> refuse("", "the query string is not clean UTF-8"));
    }

    static ProblemException refuse(FieldError error) {
        return Problems.INVALID_PARAMETER
                .problem(error.pointer().substring(1) + " " + error.detail())
                .with(List.of(error))
                .exception();
    }

    private static ProblemException refuse(String name, String detail) {
        return refuse(new FieldError("query", "/" + name, detail));
    }
}
