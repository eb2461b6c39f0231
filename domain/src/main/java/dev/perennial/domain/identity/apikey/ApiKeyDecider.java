package dev.perennial.domain.identity.apikey;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.identity.apikey.ApiKey.Absent;
import dev.perennial.domain.identity.apikey.ApiKey.Active;
import dev.perennial.domain.identity.apikey.ApiKey.Revoked;
import dev.perennial.domain.identity.apikey.ApiKeyCommand.CreateApiKey;
import dev.perennial.domain.identity.apikey.ApiKeyCommand.RevokeApiKey;
import dev.perennial.domain.identity.apikey.ApiKeyEvent.ApiKeyCreated;
import dev.perennial.domain.identity.apikey.ApiKeyEvent.ApiKeyRevoked;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.Texts;

/** The rules of an {@link ApiKey}. Nobody makes a key that may do more than they, nor revokes one that may. */
public final class ApiKeyDecider implements Decider<ApiKey, ApiKeyCommand, ApiKeyEvent, Done> {

    public static final int MAX_NAME_LENGTH = 100;
    public static final int MAX_SCOPES = 32;

    @Override
    public ApiKey initial() {
        return new Absent();
    }

    @Override
    public Decision<ApiKeyEvent, Done> decide(ApiKey state, ApiKeyCommand command, Context context) {
        return switch (command) {
            case CreateApiKey create ->
                switch (state) {
                    case Absent _ -> create(create, context);
                    case Active _, Revoked _ ->
                        reject(Rejection.conflict("api-key.exists", "A key with this id exists."));
                };
            case RevokeApiKey _ ->
                switch (state) {
                    case Absent _ -> reject(Rejection.notFound("api-key.not-found", "There is no such key."));
                    case Active key
                    when key.role().above(context.caller().rank()) ->
                        reject(Rejection.forbidden("api-key.outranks-caller", "The key's role is above the caller's."));
                    case Active _ -> accept(new ApiKeyRevoked());
                    case Revoked _ -> accept();
                };
        };
    }

    private static Decision<ApiKeyEvent, Done> create(CreateApiKey create, Context context) {
        if (create.role().above(context.caller().rank())) {
            return reject(Rejection.forbidden("role.above-own", "Nobody can grant a role above their own."));
        }
        if (!Texts.isLine(create.name(), MAX_NAME_LENGTH)) {
            return reject(Rejection.invalid("api-key.name-invalid", "A name is one line of at most 100 characters."));
        }
        if (create.scopes().isEmpty() || create.scopes().size() > MAX_SCOPES) {
            return reject(Rejection.invalid("api-key.scopes-invalid", "A key has 1 to 32 scopes."));
        }
        if (create.expiry().reached(context.now())) {
            return reject(Rejection.invalid("api-key.expiry-past", "The key would have expired already."));
        }
        return accept(
                new ApiKeyCreated(create.name(), create.secretHash(), create.role(), create.scopes(), create.expiry()));
    }

    @Override
    public ApiKey evolve(ApiKey state, ApiKeyEvent event) {
        return switch (event) {
            case ApiKeyCreated(var name, var secretHash, var role, var scopes, var expiry) ->
                new Active(name, secretHash, role, scopes, expiry);
            case ApiKeyRevoked _ ->
                switch (state) {
                    case Active key -> new Revoked(key.name(), key.role());
                    case Absent _, Revoked _ -> state;
                };
        };
    }
}
