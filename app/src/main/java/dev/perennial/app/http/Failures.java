package dev.perennial.app.http;

import dev.perennial.domain.kernel.Rejection;
import dev.perennial.persistence.shell.EntityUnavailableException;
import dev.perennial.persistence.sql.Outages;
import dev.perennial.persistence.vault.SubjectErasedException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed call answers. Stack traces stay in the log, under an incident id that the caller gets. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int SOON = 1;
    private static final int WHEN_BACK = 5;

    private Failures() {}

    static Problem problem(Throwable failure, String requestId) {
        Throwable cause = unwrap(failure);
        return switch (cause) {
            case ProblemException e -> e.problem();
            case EntityUnavailableException _ ->
                Problems.ENTITY_UNAVAILABLE
                        .problem("the entity is moving, starting or has too much to do")
                        .retryAfter(SOON);
            case SubjectErasedException _ ->
                Problem.of(Rejection.gone("user.erased", "The user's personal data was erased."));
            case RejectedExecutionException _ ->
                Problems.OVERLOADED.problem("too much waits to be done").retryAfter(SOON);
            default -> Outages.isOutage(cause) ? outage(cause, requestId) : bug(cause, requestId);
        };
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Problem outage(Throwable cause, String requestId) {
        LOG.warn("request {} needs what cannot be reached", requestId, cause);
        return Problems.UNAVAILABLE
                .problem("the database or another node cannot be reached")
                .retryAfter(WHEN_BACK);
    }

    private static Problem bug(Throwable cause, String requestId) {
        String incident = UUID.randomUUID().toString();
        LOG.error("incident {} in request {}", incident, requestId, cause);
        return Problems.INTERNAL.problem("the incident is in the server's log").with("incident", incident);
    }
}
