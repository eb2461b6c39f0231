package dev.perennial.app.cluster;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What came of one request, from the client's view: what it may do next follows from that. */
sealed interface Attempt {

    /**
     * It took effect.
     *
     * @param token with which lists show the effect; empty when there is none
     */
    record Done(String body, String token) implements Attempt {}

    /**
     * Told to come again, or not reached at all, or cut off.
     *
     * @param certain whether nothing can have happened: then every client and proxy repeats it without being told
     */
    record Again(String why, boolean certain) implements Attempt {}

    /** An answer that repeating does not change. */
    record Refused(int status, String body) implements Attempt {}

    static Attempt of(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        if (response == null) {
            return failed(failure);
        }
        int status = response.statusCode();
        if (status < 300) {
            return new Done(
                    response.body(),
                    response.headers().firstValue("Consistency-Token").orElse(""));
        }
        if (status != 503) {
            return new Refused(status, response.body());
        }
        if (response.headers().firstValue("Retry-After").isEmpty()) {
            return new Refused(status, "503 without Retry-After: " + response.body());
        }
        var code = response.body().replaceFirst("(?s).*\"code\" ?: ?\"([a-z-]+)\".*", "$1");
        return new Again(code, !code.equals("outcome-unknown"));
    }

    private static Attempt failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case ConnectException _ -> new Again("not connected", true);
            case HttpTimeoutException _ -> new Again("no answer in time", false);
            case null, default -> new Again("cut off: " + cause, false);
        };
    }
}
