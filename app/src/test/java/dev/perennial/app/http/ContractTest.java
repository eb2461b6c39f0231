package dev.perennial.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The product's own contract says of every operation what a client must know, and says it rightly. */
class ContractTest {

    private static final Contract CONTRACT = Contract.load(List.of("openapi-identity.yaml"));
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    record Documented(String name, String method, JsonNode node) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Documented> operations() {
        return CONTRACT.document().required("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Documented(
                                method.getKey() + " " + path.getKey(), method.getKey(), method.getValue())));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isDescribed(Documented operation) {
        assertThat(operation.node().path("summary").asText()).isNotBlank();
        assertThat(operation.node().path("description").asText()).contains("**Consistency.** ");
        assertThat(operation.node().path("tags")).hasSize(1);
        assertThat(CONTRACT.document().at("/tags"))
                .anySatisfy(tag ->
                        assertThat(tag.get("name")).isEqualTo(operation.node().at("/tags/0")));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void statesItsProblems(Documented operation) {
        var responses = operation.node().required("responses");

        assertThat(responses.at("/default/content/application~1problem+json/schema/required"))
                .isNotEmpty();
        assertThat(responses.properties())
                .anySatisfy(response -> assertThat(response.getKey()).startsWith("2"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void commandsMayBeRepeated(Documented operation) {
        assertThat(parameters(operation).anyMatch("Idempotency-Key"::equals))
                .isEqualTo(!operation.method().equals("get"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatBecomesARevisionIsGuardedByOne(Documented operation) {
        boolean guarded = operation.node().path("responses").has("412");

        assertThat(parameters(operation).anyMatch("If-Match"::equals)).isEqualTo(guarded);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void itsExamplesFitItsSchemas(Documented operation) {
        var contents = new ArrayList<JsonNode>();
        operation.node().path("requestBody").path("content").forEach(contents::add);
        operation
                .node()
                .path("responses")
                .forEach(response -> response.path("content").forEach(contents::add));

        for (var content : contents) {
            boolean json = !content.at("/schema/type").asText().equals("string");
            assertThat(content.has("example")).isEqualTo(json);
            if (json) {
                assertThat(SCHEMAS.getSchema(content.get("schema")).validate(content.get("example")))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void bodiesAreClosedAndBounded(Documented operation) {
        var body = operation.node().path("requestBody");
        if (!body.isMissingNode()) {
            assertThat(body.get("required").asBoolean()).isTrue();
            assertBounded(body.at("/content/application~1json/schema"));
        }
        operation.node().path("parameters").forEach(parameter -> assertBounded(parameter.get("schema")));
    }

    private static void assertBounded(JsonNode schema) {
        switch (schema.path("type").asText()) {
            case "object" -> {
                assertThat(schema.has("additionalProperties")).isTrue();
                schema.path("properties").forEach(ContractTest::assertBounded);
            }
            case "array" -> {
                assertThat(schema.has("maxItems")).isTrue();
                assertBounded(schema.get("items"));
            }
            case "string" ->
                assertThat(schema.has("maxLength") || schema.has("pattern") || schema.has("enum"))
                        .as(schema.toString())
                        .isTrue();
            case "integer" ->
                assertThat(schema.has("minimum") && schema.has("maximum")).isTrue();
            default -> assertThat(schema.has("enum")).as(schema.toString()).isTrue();
        }
    }

    @Test
    void documentsNoProblemThatDoesNotExist() {
        var codes = Stream.of(Problems.values()).map(Problems::code).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void whatIsServedIsTheSameContract() throws Exception {
        var served = new YAMLMapper().readTree(CONTRACT.source());

        assertThat(References.resolve(served)).isEqualTo(CONTRACT.document());
    }

    @Test
    void twoPartsCannotDefineTheSame() {
        assertThatThrownBy(() -> Contract.load(List.of("openapi-identity.yaml", "openapi-identity.yaml")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("defines again");
    }

    @Test
    void aNameThatYamlTakesForATruthValueIsRefused() {
        assertThatThrownBy(() -> Contract.load(List.of("unquoted-part.yaml")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unquoted-part.yaml")
                .hasMessageContaining("quotes");
    }

    @Test
    void thePageComesFromUsAlone() {
        var contract = Contract.load(List.of());
        var docs = new DocsRoutes(contract).handlers();

        assertThat(docs).containsOnlyKeys("getContract", "getDocs", "getDocsFile");
        assertThat(new String(page(docs), UTF_8))
                .doesNotContain("http:", "https:", "<style", "onload")
                .doesNotContainPattern("<script(?! src=\"/docs/)");
    }

    private static byte[] page(Map<String, Handler> docs) {
        var operation = CONTRACT.operations().stream()
                .filter(candidate -> candidate.id().equals("getDocs"))
                .findFirst()
                .orElseThrow();
        var head = new RequestHead(
                "", "", InetAddress.getLoopbackAddress(), null, null, null, null, null, null, null, null);
        var call = new Call(
                operation, List.of(), Map.of(), new Principal.Anonymous(), head, "application/json", new byte[0]);
        var handler = requireNonNull(docs.get("getDocs"));
        return handler.handle(call)
                .toCompletableFuture()
                .join()
                .content()
                .orElseThrow()
                .bytes();
    }

    private static Stream<String> parameters(Documented operation) {
        return StreamSupport.stream(operation.node().path("parameters").spliterator(), false)
                .map(parameter -> parameter.get("name").asText());
    }
}
