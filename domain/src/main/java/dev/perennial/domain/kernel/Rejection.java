package dev.perennial.domain.kernel;

import java.util.Map;

/**
 * Why a command has no effect.
 *
 * @param kind what sort of refusal it is; decides the HTTP status, once, at the edge
 * @param code stable, dotted and lower case ({@code user.already-active}); part of the API
 * @param detail one sentence for a person; may change
 * @param members further facts for a program, such as the limit that was hit
 */
public record Rejection(Kind kind, String code, String detail, Map<String, String> members) {

    public Rejection {
        members = Map.copyOf(members);
    }

    /** The member that says after how many seconds the same may be granted. */
    public static final String RETRY_AFTER = "retryAfterSeconds";

    /** After how many seconds the same may be granted; 0 for "not by waiting". */
    public int retryAfterSeconds() {
        return Integer.parseInt(members.getOrDefault(RETRY_AFTER, "0"));
    }

    /** The closed set of refusals. */
    public enum Kind {
        /** The command is wrong in itself, whatever the state. */
        INVALID,
        /** The entity does not exist. */
        NOT_FOUND,
        /** The entity's state does not allow the command now. */
        CONFLICT,
        /** The caller proved who it is but may not do this. */
        FORBIDDEN,
        /** A secret, token or password did not match. */
        UNAUTHENTICATED,
        /** A quota does not suffice; it may later. */
        EXHAUSTED,
        /** A balance does not suffice, or something is to be paid first. */
        UNPAID,
        /** The entity once existed and never will again. */
        GONE
    }

    public static Rejection invalid(String code, String detail) {
        return new Rejection(Kind.INVALID, code, detail, Map.of());
    }

    public static Rejection notFound(String code, String detail) {
        return new Rejection(Kind.NOT_FOUND, code, detail, Map.of());
    }

    public static Rejection conflict(String code, String detail) {
        return new Rejection(Kind.CONFLICT, code, detail, Map.of());
    }

    public static Rejection forbidden(String code, String detail) {
        return new Rejection(Kind.FORBIDDEN, code, detail, Map.of());
    }

    public static Rejection unauthenticated(String code, String detail) {
        return new Rejection(Kind.UNAUTHENTICATED, code, detail, Map.of());
    }

    public static Rejection exhausted(String code, String detail) {
        return new Rejection(Kind.EXHAUSTED, code, detail, Map.of());
    }

    public static Rejection unpaid(String code, String detail) {
        return new Rejection(Kind.UNPAID, code, detail, Map.of());
    }

    public static Rejection gone(String code, String detail) {
        return new Rejection(Kind.GONE, code, detail, Map.of());
    }
}
