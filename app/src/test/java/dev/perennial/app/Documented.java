package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.perennial.app.http.Contract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An operation as the contract writes it, and what its answers have to keep. */
record Documented(String id, String method, String template, JsonNode node) {

    /** What the contract's common problem response allows where no response of its own is listed. */
    private static final Set<Integer> COMMON_PROBLEMS =
            Set.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 422, 429, 431, 503);

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static final List<Documented> ALL = of(Contract.load(
            Main.MODULES.stream().flatMap(module -> module.contracts().stream()).toList()));

    static List<Documented> all() {
        return ALL;
    }

    /** The operations of a contract, in its order. */
    static List<Documented> of(Contract contract) {
        return contract.document().required("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Documented(
                                method.getValue().required("operationId").asText(),
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                method.getValue())))
                .toList();
    }

    static Documented named(String id) {
        return ALL.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not in the contract: " + id));
    }

    boolean isCommand() {
        return !method.equals("GET");
    }

    /** The request without a body, under a fresh key if it needs one; the path's parameters by name. */
    Request request(Map<String, String> path) {
        var target = template;
        for (var parameter : path.entrySet()) {
            target = target.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        var request = Request.of(method, target);
        return requires("Idempotency-Key")
                ? request.with("Idempotency-Key", UUID.randomUUID().toString())
                : request;
    }

    /** Path parameters that name nothing. */
    Map<String, String> nowhere() {
        var path = new HashMap<String, String>();
        parameters("path")
                .forEach(parameter -> path.put(
                        parameter.path("name").asText(),
                        parameter.at("/schema/type").asText().equals("integer") ? "999999" : "none"));
        path.replace("file", "none.js");
        return path;
    }

    JsonNode bodySchema() {
        return node.at("/requestBody/content/application~1json/schema");
    }

    JsonNode bodyExample() {
        return node.at("/requestBody/content/application~1json/example");
    }

    boolean hasBody() {
        return !bodySchema().isMissingNode();
    }

    Stream<JsonNode> parameters(String in) {
        return StreamSupport.stream(node.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals(in));
    }

    boolean takes(String header) {
        return parameters("header")
                .anyMatch(parameter -> parameter.path("name").asText().equals(header));
    }

    boolean requires(String header) {
        return parameters("header")
                .anyMatch(parameter -> parameter.path("name").asText().equals(header)
                        && parameter.path("required").asBoolean());
    }

    boolean documents(int status) {
        return node.path("responses").has(Integer.toString(status));
    }

    /** The answer is one of the contract's: its status, its headers, its media type and its body. */
    void check(Answer answer) {
        var response = node.path("responses").path(Integer.toString(answer.status()));
        if (response.isMissingNode()) {
            assertThat(COMMON_PROBLEMS).as("undocumented status: %s", answer).contains(answer.status());
            response = node.path("responses").path("default");
        } else {
            response.path("headers")
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(answer.header(name))
                            .as("header %s of %s", name, answer)
                            .isPresent());
        }
        checkContent(answer, response.path("content"));
    }

    private static void checkContent(Answer answer, JsonNode contents) {
        if (contents.isMissingNode()) {
            assertThat(answer.body()).as("%s", answer).isEmpty();
            return;
        }
        var type = answer.header("Content-Type").orElse("").split(";", -1)[0];
        assertThat(contents.has(type)).as("media type %s of %s", type, answer).isTrue();
        if (type.endsWith("json")) {
            assertThat(SCHEMAS.getSchema(contents.path(type).path("schema")).validate(answer.json()))
                    .as("%s", answer)
                    .isEmpty();
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
