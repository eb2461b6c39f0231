package dev.perennial.app.http;

import java.util.List;
import java.util.Map;

/**
 * Every problem the HTTP layer itself answers with: the registry behind the {@code type} URIs.
 *
 * <p>Refusals of the domain use the same form with the code of their rejection (see {@link Problem#of}); for them the
 * generic constants at the end give status and title. Codes are part of the API and never change.
 */
public enum Problems {
    MALFORMED_REQUEST(400, "malformed-request", "The request is not valid HTTP"),
    MALFORMED_JSON(400, "malformed-json", "The body is not acceptable JSON"),
    INVALID_PARAMETER(400, "invalid-parameter", "A parameter is not valid"),
    INVALID_CURSOR(400, "invalid-cursor", "The cursor does not belong to this query"),
    CREDENTIAL_MISSING(401, "credential-missing", "The operation needs a credential"),
    CREDENTIAL_INVALID(401, "credential-invalid", "The credential is not valid"),
    FOREIGN_TENANT(403, "foreign-tenant", "The credential belongs to another tenant"),
    INSUFFICIENT_ROLE(403, "insufficient-role", "The credential's role does not suffice"),
    INSUFFICIENT_SCOPE(403, "insufficient-scope", "The API key lacks the scope"),
    NOT_SELF(403, "not-self", "The operation is for the user alone"),
    TENANT_SUSPENDED(403, "tenant-suspended", "The tenant is suspended"),
    TENANT_CLOSED(403, "tenant-closed", "The tenant is closed"),
    NO_SUCH_PATH(404, "no-such-path", "Nothing is served at this path"),
    NO_SUCH_ENTITY(404, "no-such-entity", "It does not exist"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The path does not serve this method"),
    NOT_ACCEPTABLE(406, "not-acceptable", "None of the accepted media types can be served"),
    REQUEST_TIMEOUT(408, "request-timeout", "The body did not arrive in time"),
    REVISION_MISMATCH(412, "revision-mismatch", "The entity is at another revision"),
    BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body's media type is not served"),
    INVALID_BODY(422, "invalid-body", "The body does not fit its schema"),
    IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "The idempotency key was used for another request"),
    TOO_MANY_ATTEMPTS(429, "too-many-attempts", "Too many attempts"),
    INTERNAL(500, "internal", "The server met a bug of its own"),
    OVERLOADED(503, "overloaded", "The server has as much to do as it may take on"),
    ENTITY_UNAVAILABLE(503, "entity-unavailable", "The entity cannot answer now"),
    OUTCOME_UNKNOWN(503, "outcome-unknown", "The answer was lost; the command may have taken effect"),
    NOT_YET_VISIBLE(503, "not-yet-visible", "The view has not caught up with the consistency token"),
    UNAVAILABLE(503, "unavailable", "Something the operation needs cannot be reached now"),

    INVALID(422, "invalid", "The command is not valid"),
    NOT_FOUND(404, "not-found", "It does not exist"),
    CONFLICT(409, "conflict", "The state does not allow it"),
    FORBIDDEN(403, "forbidden", "The caller may not do this"),
    UNAUTHENTICATED(401, "unauthenticated", "The secret does not match"),
    EXHAUSTED(429, "exhausted", "A quota does not suffice"),
    UNPAID(402, "unpaid", "Something has to be paid first"),
    GONE(410, "gone", "It no longer exists");

    /** What every problem's {@code type} starts with. */
    public static final String BASE = "https://perennial.dev/problems/";

    private final int status;
    private final String code;
    private final String title;

    Problems(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    /** An occurrence of this problem. */
    public Problem problem(String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of(), 0);
    }

    /** An occurrence of this problem, to be thrown. */
    public ProblemException exception(String detail) {
        return problem(detail).exception();
    }
}
