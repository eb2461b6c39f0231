package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The API's contract, parsed once at the start: what is served is exactly what it lists.
 *
 * @param source the document as it is served
 * @param document the same as a tree, with every local reference replaced by what it refers to
 */
public record Contract(byte[] source, JsonNode document, List<Operation> operations) {

    /** Where the contract is on the class path. */
    public static final String RESOURCE = "openapi.yaml";

    /** The product's contract. */
    public static Contract load() {
        return load(RESOURCE);
    }

    /** A contract of the class path. Anything in it that cannot be served as written stops the start. */
    public static Contract load(String resource) {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no contract on the class path: " + resource);
            }
            byte[] source = in.readAllBytes();
            JsonNode document = References.resolve(new YAMLMapper().readTree(source));
            return new Contract(source, document, operations(document));
        } catch (IOException e) {
            throw new UncheckedIOException("the contract cannot be read: " + resource, e);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        var reader = new OperationReader();
        List<Operation> operations = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (var path : document.required("paths").properties()) {
            for (var method : path.getValue().properties()) {
                Operation operation = reader.read(path.getKey(), method.getKey(), method.getValue());
                if (!ids.add(operation.id())) {
                    throw new IllegalStateException("operationId twice in the contract: " + operation.id());
                }
                operations.add(operation);
            }
        }
        return List.copyOf(operations);
    }
}
