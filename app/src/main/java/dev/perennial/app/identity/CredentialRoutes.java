package dev.perennial.app.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Principal;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.security.SigningKeys;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who one is, and the keys by which others can verify what we say. */
final class CredentialRoutes implements Routes {

    private record NewKey(String kid) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Me(
            String kind,
            String id,
            @Nullable String tenant,
            @Nullable String role,
            @Nullable String session,
            @Nullable Set<String> scopes) {}

    private final SigningKeys keys;
    private final Flows flows;

    CredentialRoutes(SigningKeys keys, Flows flows) {
        this.keys = keys;
        this.flows = flows;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "getMe",
                CredentialRoutes::me,
                "getKeySet",
                _ -> done(keySet()),
                "rotateSigningKeys",
                flows.handler(_ -> Reply.json(200, new NewKey(keys.rotateNow()))));
    }

    private static CompletionStage<Reply> me(Call call) {
        return done(Reply.json(
                200,
                switch (call.principal()) {
                    case Principal.Operator(var key) -> new Me("operator", key, null, null, null, null);
                    case Principal.User(var tenant, var user, var role, var session) ->
                        new Me("user", user, tenant.value(), role.label(), session, null);
                    case Principal.ApiKey(var tenant, var key, var role, var scopes) ->
                        new Me("api-key", key, tenant.value(), role.label(), null, new TreeSet<>(scopes));
                    case Principal.Anonymous() -> throw Problems.CREDENTIAL_MISSING.exception("nobody asks");
                }));
    }

    /** Verifiers may keep it for a while: a new key is published long before it signs. */
    private Reply keySet() {
        return Reply.content(200, "application/json", keys.publicSet().getBytes(UTF_8))
                .header("Cache-Control", "public, max-age=300");
    }

    private static CompletionStage<Reply> done(Reply reply) {
        return CompletableFuture.completedStage(reply);
    }
}
