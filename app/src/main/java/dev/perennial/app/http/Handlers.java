package dev.perennial.app.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The handlers of all modules, each for exactly one operation of the contract. */
final class Handlers {

    private Handlers() {}

    /** Joins the routes; fails if an operation has no handler, or a handler no operation. */
    static Map<String, Handler> join(Contract contract, Collection<Routes> routes) {
        Map<String, Handler> all = new HashMap<>();
        for (Routes module : routes) {
            module.handlers().forEach((operation, handler) -> {
                if (all.put(operation, handler) != null) {
                    throw new IllegalStateException("two handlers for " + operation);
                }
            });
        }
        Set<String> operations =
                contract.operations().stream().map(Operation::id).collect(Collectors.toSet());
        refuse("operations of the contract without a handler", operations, all.keySet());
        refuse("handlers without an operation in the contract", all.keySet(), operations);
        return Map.copyOf(all);
    }

    private static void refuse(String what, Set<String> of, Set<String> without) {
        Set<String> left = new TreeSet<>(of);
        left.removeAll(without);
        if (!left.isEmpty()) {
            throw new IllegalStateException(what + ": " + left);
        }
    }
}
