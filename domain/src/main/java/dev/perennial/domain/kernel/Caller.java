package dev.perennial.domain.kernel;

/**
 * Who asks. Stored with every event, so it holds ids only and nothing personal.
 *
 * @param kind what sort of caller it is
 * @param id the user's, key's or process's id
 * @param rank how much the caller may do; a decider compares it, and never its kind
 */
public record Caller(Kind kind, String id, int rank) {

    /** Above every role of a tenant. */
    public static final int OPERATOR_RANK = 100;

    /** The closed set of callers. */
    public enum Kind {
        OPERATOR,
        USER,
        API_KEY,
        PROCESS,
        ANONYMOUS
    }

    public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "anonymous", 0);

    public static Caller operator(String id) {
        return new Caller(Kind.OPERATOR, id, OPERATOR_RANK);
    }

    /** One of our own processes: a saga or a timer. */
    public static Caller process(String name) {
        return new Caller(Kind.PROCESS, name, OPERATOR_RANK);
    }
}
