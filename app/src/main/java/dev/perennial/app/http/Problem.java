package dev.perennial.app.http;

import dev.perennial.domain.kernel.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An RFC 9457 problem.
 *
 * @param code stable; the last part of the problem's type URI
 * @param title the same for every problem of the code
 * @param detail this occurrence, one sentence for a person
 * @param errors what is wrong with the request, field by field; may be empty
 * @param members further facts for a program
 * @param retryAfter seconds after which a retry may succeed; 0 for "not by waiting"
 */
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        List<FieldError> errors,
        Map<String, String> members,
        int retryAfter) {

    public Problem {
        errors = List.copyOf(errors);
        members = Map.copyOf(members);
    }

    /** A domain refusal; the only place where its kind becomes a status. */
    public static Problem of(Rejection rejection) {
        Problems kind = switch (rejection.kind()) {
            case INVALID -> Problems.INVALID;
            case NOT_FOUND -> Problems.NOT_FOUND;
            case CONFLICT -> Problems.CONFLICT;
            case FORBIDDEN -> Problems.FORBIDDEN;
            case UNAUTHENTICATED -> Problems.UNAUTHENTICATED;
            case EXHAUSTED -> Problems.EXHAUSTED;
            case UNPAID -> Problems.UNPAID;
            case GONE -> Problems.GONE;
        };
        return new Problem(
                kind.status(),
                rejection.code(),
                kind.title(),
                rejection.detail(),
                List.of(),
                rejection.members(),
                rejection.retryAfterSeconds());
    }

    public String type() {
        return Problems.BASE + code;
    }

    public Problem with(List<FieldError> found) {
        return new Problem(status, code, title, detail, found, members, retryAfter);
    }

    public Problem with(String member, String value) {
        var more = new HashMap<>(members);
        more.put(member, value);
        return new Problem(status, code, title, detail, errors, more, retryAfter);
    }

    /** The same, to be retried after so many seconds. */
    public Problem retryAfter(int seconds) {
        return new Problem(status, code, title, detail, errors, members, seconds);
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
