package dev.perennial.app.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.perennial.app.http.Authenticator;
import dev.perennial.app.http.Principal;
import dev.perennial.app.http.Problems;
import dev.perennial.app.telemetry.CacheMetrics;
import dev.perennial.persistence.shell.Entities;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Proves bearer credentials: operator keys, API keys and access tokens.
 *
 * <p>A proof holds for the staleness of the settings: that long after it was revoked, or its user's role changed, a
 * credential may go on as before on a node that has just seen it. Credentials are remembered by their digest, at most
 * {@value #MAX_REMEMBERED}; refusals are not remembered.
 */
public final class CredentialAuthenticator implements Authenticator {

    private static final int MAX_REMEMBERED = 50_000;

    private final Secrets secrets;
    private final OperatorKeys operators;
    private final AccessTokens tokens;
    private final EntityCredentials credentials;
    private final Executor blocking;
    private final Cache<Sha256, Principal> proved;

    /** @param blocking runs what asks the database or computes signatures: virtual threads */
    public CredentialAuthenticator(
            Secrets secrets,
            OperatorKeys operators,
            AccessTokens tokens,
            Entities entities,
            Duration staleness,
            InstantSource clock,
            Executor blocking) {
        this(
                secrets,
                operators,
                tokens,
                new EntityCredentials(entities, clock),
                staleness,
                blocking,
                Ticker.systemTicker());
    }

    CredentialAuthenticator(
            Secrets secrets,
            OperatorKeys operators,
            AccessTokens tokens,
            EntityCredentials credentials,
            Duration staleness,
            Executor blocking,
            Ticker ticker) {
        this.secrets = secrets;
        this.operators = operators;
        this.tokens = tokens;
        this.credentials = credentials;
        this.blocking = blocking;
        this.proved = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(staleness)
                .ticker(ticker)
                .recordStats(() -> new CacheMetrics("credentials"))
                .build();
    }

    @Override
    public CompletionStage<Principal> authenticate(String authorization) {
        return Bearer.credential(authorization)
                .map(this::recallOrProve)
                .orElseGet(() -> CompletableFuture.failedStage(refused()));
    }

    private CompletionStage<Principal> recallOrProve(String credential) {
        var digest = Sha256.of(credential);
        var known = proved.getIfPresent(digest);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        return prove(credential).thenApply(found -> {
            var principal = found.orElseThrow(CredentialAuthenticator::refused);
            proved.put(digest, principal);
            return principal;
        });
    }

    private CompletionStage<Optional<Principal>> prove(String credential) {
        if (isA(Secret.Kind.API_KEY, credential)) {
            return secrets.parse(Secret.Kind.API_KEY, credential)
                    .map(credentials::apiKey)
                    .orElseGet(CredentialAuthenticator::nobody);
        }
        if (isA(Secret.Kind.OPERATOR_KEY, credential)) {
            return secrets.parse(Secret.Kind.OPERATOR_KEY, credential)
                    .map(this::operator)
                    .orElseGet(CredentialAuthenticator::nobody);
        }
        return CompletableFuture.supplyAsync(() -> tokens.verify(credential), blocking)
                .thenCompose(token -> token.map(credentials::user).orElseGet(CredentialAuthenticator::nobody));
    }

    private CompletionStage<Optional<Principal>> operator(Secret secret) {
        return CompletableFuture.supplyAsync(
                () -> operators.knows(secret)
                        ? Optional.of(new Principal.Operator(secret.entity().value()))
                        : Optional.empty(),
                blocking);
    }

    private static boolean isA(Secret.Kind kind, String credential) {
        return credential.startsWith(kind.prefix() + ".");
    }

    private static CompletionStage<Optional<Principal>> nobody() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    private static RuntimeException refused() {
        return Problems.CREDENTIAL_INVALID.exception("The credential is malformed, unknown, expired or revoked.");
    }
}
