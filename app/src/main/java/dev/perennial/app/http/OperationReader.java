package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the operations of a resolved OpenAPI document into {@link Operation}s, their schemas compiled. */
final class OperationReader {

    private static final int DEFAULT_BODY_LIMIT = 64 * 1024;

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .formatAssertionsEnabled(true)
                    .build()));

    Operation read(String path, String method, JsonNode node) {
        try {
            List<String> template = Arrays.stream(path.split("/"))
                    .filter(segment -> !segment.isEmpty())
                    .toList();
            return new Operation(
                    node.required("operationId").asText(),
                    method.toUpperCase(Locale.ROOT),
                    template,
                    Access.parse(node.required("x-access")),
                    pathParameters(template, node.path("parameters")),
                    parameters("query", node.path("parameters")),
                    body(node),
                    isKeyRequired(node.path("parameters")),
                    produces(node.required("responses")));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the contract cannot be served: " + method + " " + path, e);
        }
    }

    private List<Parameter> pathParameters(List<String> template, JsonNode nodes) {
        List<Parameter> declared = parameters("path", nodes);
        List<Parameter> ordered = new ArrayList<>();
        for (String segment : template) {
            if (segment.startsWith("{")) {
                String name = segment.substring(1, segment.length() - 1);
                ordered.add(declared.stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("undeclared path parameter " + name)));
            }
        }
        if (ordered.size() != declared.size()) {
            throw new IllegalArgumentException("a declared path parameter is not in the path");
        }
        return ordered;
    }

    private List<Parameter> parameters(String in, JsonNode nodes) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (node.required("in").asText().equals(in)) {
                JsonNode schema = node.required("schema");
                parameters.add(new Parameter(
                        node.required("name").asText(),
                        in,
                        node.path("required").asBoolean(),
                        schema.required("type").asText(),
                        compile(schema)));
            }
        }
        return parameters;
    }

    private static boolean isKeyRequired(JsonNode parameters) {
        for (JsonNode node : parameters) {
            if (node.required("name").asText().equals("Idempotency-Key")) {
                return node.path("required").asBoolean();
            }
        }
        return false;
    }

    private Optional<BodyRule> body(JsonNode operation) {
        JsonNode body = operation.path("requestBody");
        if (body.isMissingNode()) {
            return Optional.empty();
        }
        Map<String, Schema> schemas = new HashMap<>();
        body.required("content")
                .properties()
                .forEach(type ->
                        schemas.put(type.getKey(), compile(type.getValue().required("schema"))));
        return Optional.of(new BodyRule(operation.path("x-body-limit").asInt(DEFAULT_BODY_LIMIT), schemas));
    }

    private Schema compile(JsonNode schema) {
        Schema compiled = schemas.getSchema(schema);
        compiled.initializeValidators();
        return compiled;
    }

    private static Set<String> produces(JsonNode responses) {
        Set<String> types = new HashSet<>();
        responses.properties().forEach(response -> {
            if (response.getKey().startsWith("2")) {
                response.getValue().path("content").fieldNames().forEachRemaining(types::add);
            }
        });
        return types;
    }
}
