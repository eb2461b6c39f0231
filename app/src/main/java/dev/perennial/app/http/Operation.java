package dev.perennial.app.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the contract, ready to serve.
 *
 * @param template the segments of its path, parameters in braces
 * @param pathParameters in the order of the template
 * @param keyRequired whether an idempotency key is a must
 * @param produces the media types of its successful answers
 */
public record Operation(
        String id,
        String method,
        List<String> template,
        Access access,
        List<Parameter> pathParameters,
        List<Parameter> queryParameters,
        Optional<BodyRule> body,
        boolean keyRequired,
        Set<String> produces) {

    public Operation {
        template = List.copyOf(template);
        pathParameters = List.copyOf(pathParameters);
        queryParameters = List.copyOf(queryParameters);
        produces = Set.copyOf(produces);
    }

    /** Whether it may change anything. */
    boolean isCommand() {
        return !"GET".equals(method);
    }

    /** Where the path parameter stands among the path's values. */
    int pathIndex(String name) {
        for (int i = 0; i < pathParameters.size(); i++) {
            if (pathParameters.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
