package dev.perennial.app.security;

import dev.perennial.app.http.Authenticator;
import dev.perennial.app.http.Principal;
import dev.perennial.app.http.Problems;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Proves management keys, and nothing else. Each request asks the database: a key that is gone opens nothing. */
public final class ManagementAuthenticator implements Authenticator {

    private final Secrets secrets;
    private final OperatorKeys keys;
    private final Executor blocking;

    /** @param blocking runs what asks the database: virtual threads */
    public ManagementAuthenticator(Secrets secrets, OperatorKeys keys, Executor blocking) {
        this.secrets = secrets;
        this.keys = keys;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<Principal> authenticate(String authorization) {
        return CompletableFuture.supplyAsync(
                () -> Bearer.credential(authorization)
                        .flatMap(credential -> secrets.parse(Secret.Kind.MANAGEMENT_KEY, credential))
                        .filter(keys::knows)
                        .<Principal>map(
                                secret -> new Principal.Operator(secret.entity().value()))
                        .orElseThrow(() -> Problems.CREDENTIAL_INVALID.exception(
                                "The credential is malformed, unknown or not a management key.")),
                blocking);
    }
}
