package dev.perennial.app.http;

import java.util.concurrent.CompletionStage;

/** Turns a credential into a principal. Called for every request to an operation that is not public. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Completes with who the credential proves, at once where it is already known.
     *
     * <p>Fails with a {@link ProblemException} of {@link Problems#CREDENTIAL_INVALID} for a credential that is malformed,
     * unknown, expired or revoked, without telling these apart to the caller.
     *
     * @param authorization the value of the {@code Authorization} header, scheme included
     */
    CompletionStage<Principal> authenticate(String authorization);
}
