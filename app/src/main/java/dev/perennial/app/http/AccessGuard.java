package dev.perennial.app.http;

import dev.perennial.domain.kernel.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one place where it is decided whether a principal may call an operation, from the contract's {@code x-access}. */
final class AccessGuard {

    private static final CompletionStage<Void> ADMITTED = CompletableFuture.completedStage(null);

    private final TenantGate gate;

    AccessGuard(TenantGate gate) {
        this.gate = gate;
    }

    /** Completes, or fails with the {@link ProblemException} that says what is missing. */
    CompletionStage<Void> admit(Router.Match match, Principal principal) {
        Operation operation = match.operation();
        Optional<Problem> refusal = switch (operation.access()) {
            case Access.Public() -> Optional.empty();
            case Access.Authenticated() -> authenticated(principal);
            case Access.OperatorOnly() -> operator(principal);
            case Access.Tenant access -> tenant(access, match, principal);
            case Access.Self(String parameter) -> self(parameter, match, principal);
        };
        if (refusal.isPresent()) {
            return CompletableFuture.failedStage(refusal.get().exception());
        }
        int tenantAt = operation.pathIndex("tenant");
        boolean gated = operation.isCommand() && tenantAt >= 0 && !(principal instanceof Principal.Operator);
        return gated ? open(new TenantId(match.values()[tenantAt])) : ADMITTED;
    }

    private static Optional<Problem> authenticated(Principal principal) {
        return principal instanceof Principal.Anonymous ? missing() : Optional.empty();
    }

    private static Optional<Problem> operator(Principal principal) {
        return switch (principal) {
            case Principal.Operator _ -> Optional.empty();
            case Principal.Anonymous _ -> missing();
            case Principal.User _, Principal.ApiKey _ ->
                Optional.of(Problems.INSUFFICIENT_ROLE.problem("the operation is for operators"));
        };
    }

    private static Optional<Problem> tenant(Access.Tenant access, Router.Match match, Principal principal) {
        return switch (principal) {
            case Principal.Operator _ -> Optional.empty();
            case Principal.Anonymous _ -> missing();
            case Principal.User user ->
                isForeign(match, user.tenant())
                        ? foreign()
                        : access.self()
                                        .filter(parameter -> isSelf(parameter, match, user))
                                        .isPresent()
                                ? Optional.empty()
                                : role(access, user.role());
            case Principal.ApiKey key ->
                isForeign(match, key.tenant())
                        ? foreign()
                        : key.scopes().contains(access.scope()) ? role(access, key.role()) : scope(access);
        };
    }

    private static Optional<Problem> self(String parameter, Router.Match match, Principal principal) {
        return switch (principal) {
            case Principal.Anonymous _ -> missing();
            case Principal.User user when isForeign(match, user.tenant()) -> foreign();
            case Principal.ApiKey key when isForeign(match, key.tenant()) -> foreign();
            case Principal.User user when isSelf(parameter, match, user) -> Optional.empty();
            case Principal.User _, Principal.ApiKey _, Principal.Operator _ ->
                Optional.of(Problems.NOT_SELF.problem("nobody can do this for the user"));
        };
    }

    private static boolean isForeign(Router.Match match, TenantId own) {
        return !value(match, "tenant").equals(own.value());
    }

    private static boolean isSelf(String parameter, Router.Match match, Principal.User user) {
        return switch (parameter) {
            case "user" -> value(match, parameter).equals(user.user());
            case "session" -> value(match, parameter).equals(user.session());
            default -> throw new IllegalStateException("x-access: self cannot be " + parameter);
        };
    }

    private static String value(Router.Match match, String parameter) {
        return match.values()[match.operation().pathIndex(parameter)];
    }

    private CompletionStage<Void> open(TenantId tenant) {
        return gate.standing(tenant).thenCompose(standing -> switch (standing) {
            case OPEN -> ADMITTED;
            case SUSPENDED ->
                CompletableFuture.failedStage(
                        Problems.TENANT_SUSPENDED.exception("the tenant's operations are suspended"));
            case CLOSED -> CompletableFuture.failedStage(Problems.TENANT_CLOSED.exception("the tenant is closed"));
        });
    }

    private static Optional<Problem> role(Access.Tenant access, Role actual) {
        return actual.reaches(access.role())
                ? Optional.empty()
                : Optional.of(Problems.INSUFFICIENT_ROLE
                        .problem("needs the role " + access.role().label())
                        .with("required", access.role().label()));
    }

    private static Optional<Problem> scope(Access.Tenant access) {
        return Optional.of(Problems.INSUFFICIENT_SCOPE
                .problem("needs the scope " + access.scope())
                .with("required", access.scope()));
    }

    private static Optional<Problem> missing() {
        return Optional.of(Problems.CREDENTIAL_MISSING.problem("send Authorization: Bearer <token or key>"));
    }

    private static Optional<Problem> foreign() {
        return Optional.of(Problems.FOREIGN_TENANT.problem("the credential is not one of this tenant"));
    }
}
