package dev.perennial.app.identity;

import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Principal;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.security.Secret;
import dev.perennial.app.security.Secrets;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.apikey.ApiKeyCommand.CreateApiKey;
import dev.perennial.domain.identity.apikey.ApiKeyCommand.RevokeApiKey;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Commands on API keys. */
final class ApiKeyRoutes implements Routes {

    private record NewKey(
            String name,
            String role,
            List<String> scopes,
            @Nullable OffsetDateTime expiresAt) {}

    private record Created(String id, long revision, String key) {}

    private final Commands commands;
    private final Entities entities;
    private final Secrets secrets;

    ApiKeyRoutes(Commands commands, Entities entities, Secrets secrets) {
        this.commands = commands;
        this.entities = entities;
        this.secrets = secrets;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "createApiKey",
                this::create,
                "revokeApiKey",
                call -> Answers.send(
                        commands, call, IdentityEntities.API_KEY, call.tenant(), call.id("key"), new RevokeApiKey()));
    }

    private CompletionStage<Reply> create(Call call) {
        var body = call.body(NewKey.class);
        var scopes = scopes(body.scopes());
        refuseMoreThanOwn(call.principal(), scopes);
        var tenant = call.tenant();
        var request = commands.identity(call);
        var id = request.newId("k");
        var secret = secrets.derive(Secret.Kind.API_KEY, tenant, id, request);
        var expiry = body.expiresAt() == null
                ? new Expiry.Never()
                : new Expiry.At(body.expiresAt().toInstant());
        var role = Role.valueOf(body.role().toUpperCase(Locale.ROOT));
        var command = new CreateApiKey(body.name(), secret.hash(), role, scopes, expiry);
        CommandMeta meta = commands.meta(call, request.key());
        return entities.send(IdentityEntities.API_KEY, tenant, id, command, meta)
                .thenApply(outcome -> {
                    var revision = Commands.committed(outcome).revision();
                    return Answers.committed(
                            201,
                            IdentityEntities.API_KEY,
                            tenant,
                            id,
                            revision,
                            new Created(id.value(), revision, secret.text()));
                });
    }

    private static Set<Scope> scopes(List<String> texts) {
        return texts.stream()
                .map(text -> Scope.parse(text).orElseThrow(() -> Answers.misfit("/scopes", "is not a scope: " + text)))
                .collect(Collectors.toSet());
    }

    /** A key makes no key that opens more than itself; people's credentials have no scopes. */
    private static void refuseMoreThanOwn(Principal caller, Set<Scope> wanted) {
        if (caller instanceof Principal.ApiKey own
                && !wanted.stream().map(Scope::toString).allMatch(own.scopes()::contains)) {
            throw Problems.INSUFFICIENT_SCOPE.exception("A key grants only scopes that it has.");
        }
    }
}
