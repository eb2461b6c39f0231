package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Who may call an operation, as its {@code x-access} in the contract says. */
public sealed interface Access {

    /** Anyone; no credential is looked at. */
    record Public() implements Access {}

    /** Anyone with a credential. */
    record Authenticated() implements Access {}

    /** Who runs the installation. */
    record OperatorOnly() implements Access {}

    /**
     * Members of the tenant in the path, and operators.
     *
     * @param role the least role that suffices
     * @param self the path parameter that, when it names the caller's own user or session, makes any role suffice
     * @param scope what an API key must have besides the role
     */
    record Tenant(Role role, Optional<String> self, String scope) implements Access {}

    /**
     * One user of the tenant in the path, and nobody for them.
     *
     * @param self the path parameter that names the user or their session
     */
    record Self(String self) implements Access {}

    /** Reads {@code x-access}: {@code {level: public|authenticated|operator|tenant|self, role, self, scope}}. */
    static Access parse(JsonNode node) {
        String level = node.path("level").asText();
        return switch (level) {
            case "public" -> new Public();
            case "authenticated" -> new Authenticated();
            case "operator" -> new OperatorOnly();
            case "tenant" ->
                new Tenant(
                        Role.of(node.path("role").asText()),
                        Optional.ofNullable(node.path("self").textValue()),
                        node.required("scope").asText());
            case "self" -> new Self(node.required("self").asText());
            default -> throw new IllegalArgumentException("no such access level: '" + level + "'");
        };
    }
}
