package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The API's contract, parsed once at the start: what is served is exactly what it lists.
 *
 * @param source the whole document as it is served, YAML
 * @param document the same as a tree, with every local reference replaced by what it refers to
 */
public record Contract(byte[] source, JsonNode document, List<Operation> operations) {

    /** The part that no module owns, on the class path. */
    public static final String FRAME = "openapi.yaml";

    /** What every contract of ours shares, on the class path: problems, and types of many operations. */
    public static final String COMMON = "openapi-common.yaml";

    /**
     * The frame joined with the modules' parts, all on the class path. Anything in them that cannot be served as written,
     * or that two of them define, stops the start.
     */
    public static Contract load(Collection<String> parts) {
        List<String> all = new ArrayList<>(List.of(FRAME, COMMON));
        all.addAll(parts);
        return of(all);
    }

    /** A contract of these parts alone; the first is the frame. */
    public static Contract of(List<String> parts) {
        ContractParts joined = ContractParts.join(parts);
        JsonNode document = References.resolve(joined.document());
        return new Contract(joined.yaml(), document, operations(document));
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
