package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that is let in: routed, authorised, and valid as far as the contract can say. */
public final class Call {

    private final Operation operation;
    private final List<String> pathValues;
    private final Map<String, String> query;
    private final Principal principal;
    private final RequestHead head;
    private final String mediaType;
    private final byte[] rawBody;
    private final JsonNode body;

    Call(
            Operation operation,
            List<String> pathValues,
            Map<String, String> query,
            Principal principal,
            RequestHead head,
            String mediaType,
            byte[] rawBody) {
        this.operation = operation;
        this.pathValues = pathValues;
        this.query = query;
        this.principal = principal;
        this.head = head;
        this.mediaType = mediaType;
        this.rawBody = rawBody;
        this.body =
                operation.body().map(rule -> valid(rule, mediaType, rawBody)).orElseGet(MissingNode::getInstance);
    }

    private static JsonNode valid(BodyRule rule, String mediaType, byte[] raw) {
        JsonNode body = StrictJson.parse(raw);
        rule.check(mediaType, body);
        return body;
    }

    public Operation operation() {
        return operation;
    }

    public Principal principal() {
        return principal;
    }

    public RequestHead head() {
        return head;
    }

    /** The tenant in the path. */
    public TenantId tenant() {
        return new TenantId(path("tenant"));
    }

    /** Whom it concerns: the tenant in the path, else the caller's own; empty if there is neither. */
    public String tenantIfAny() {
        int at = operation.pathIndex("tenant");
        return at >= 0
                ? pathValues.get(at)
                : switch (principal) {
                    case Principal.User user -> user.tenant().value();
                    case Principal.ApiKey key -> key.tenant().value();
                    case Principal.Operator _, Principal.Anonymous _ -> "";
                };
    }

    /** An id in the path. */
    public EntityId id(String name) {
        return new EntityId(path(name));
    }

    /** The value of a path parameter that the contract declares. */
    public String path(String name) {
        return pathValues.get(operation.pathIndex(name));
    }

    /** The whole path's values as one text: with the operation it says which path it was. */
    public String pathText() {
        return String.join("/", pathValues);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** An integer parameter, or the default that the contract states. */
    public long query(String name, long defaultValue) {
        String value = query.get(name);
        return value == null ? defaultValue : Long.parseLong(value);
    }

    /** The problem of a query parameter of which the contract cannot say what is wrong. */
    public static ProblemException invalid(String parameter, String detail) {
        return Query.refuse(new FieldError("query", "/" + parameter, detail));
    }

    /** Of the body: one of those that the contract lists. */
    public String mediaType() {
        return mediaType;
    }

    /** The body as a record. */
    public <T> T body(Class<T> type) {
        return Json.bind(body, type);
    }

    /** The body as it came; not to be changed. */
    public byte[] rawBody() {
        return rawBody;
    }
}
