package dev.perennial.app.http;

import java.util.concurrent.CompletionStage;

/** Answers the calls of one operation. */
@FunctionalInterface
public interface Handler {

    /** Never blocks. Fails with a {@link ProblemException} for a problem; any other failure is a bug or an outage. */
    CompletionStage<Reply> handle(Call call);
}
