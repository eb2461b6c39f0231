package dev.perennial.app.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the operation of a method and path: a trie over path segments, a literal segment before a parameter. */
final class Router {

    /** An operation and the values of its path parameters, in their order. */
    record Match(Operation operation, String[] values) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final SortedMap<String, Operation> methods = new TreeMap<>();

        @Nullable
        Node parameter;
    }

    private final Node root = new Node();

    Router(List<Operation> operations) {
        operations.forEach(this::add);
    }

    private void add(Operation operation) {
        Node node = root;
        for (String segment : operation.template()) {
            if (segment.startsWith("{")) {
                if (node.parameter == null) {
                    node.parameter = new Node();
                }
                node = node.parameter;
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        if (node.methods.put(operation.method(), operation) != null) {
            throw new IllegalStateException("two operations at the place of " + operation.id());
        }
    }

    /**
     * The operation for a decoded path.
     *
     * @throws ProblemException {@link Problems#NO_SUCH_PATH}, or {@link Problems#METHOD_NOT_ALLOWED} with {@code Allow}
     */
    Match match(String method, List<String> segments) {
        String[] values = new String[segments.size()];
        int found = 0;
        Node node = root;
        for (String segment : segments) {
            Node next = node.literals.get(segment);
            if (next == null && node.parameter != null) {
                next = node.parameter;
                values[found++] = segment;
            }
            if (next == null) {
                throw Problems.NO_SUCH_PATH.exception("nothing is served here");
            }
            node = next;
        }
        Operation operation = node.methods.get(method);
        if (operation == null) {
            throw refuse(node);
        }
        return new Match(operation, values);
    }

    private static ProblemException refuse(Node node) {
        if (node.methods.isEmpty()) {
            return Problems.NO_SUCH_PATH.exception("nothing is served here");
        }
        String allow = String.join(", ", node.methods.keySet());
        return Problems.METHOD_NOT_ALLOWED
                .problem("served here: " + allow)
                .with("allow", allow)
                .exception();
    }
}
