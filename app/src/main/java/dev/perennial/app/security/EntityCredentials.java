package dev.perennial.app.security;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.perennial.app.http.Principal;
import dev.perennial.app.http.Role;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.apikey.ApiKey;
import dev.perennial.domain.identity.session.Session;
import dev.perennial.domain.identity.user.User;
import dev.perennial.persistence.shell.Entities;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Asks the entities themselves, strongly consistently, whether a credential is good at this moment. */
final class EntityCredentials {

    private final Entities entities;
    private final InstantSource clock;

    EntityCredentials(Entities entities, InstantSource clock) {
        this.entities = entities;
        this.clock = clock;
    }

    CompletionStage<Optional<Principal>> apiKey(Secret secret) {
        return entities.read(IdentityEntities.API_KEY, secret.tenant(), secret.entity())
                .thenApply(read -> read.state() instanceof ApiKey.Active key
                                && key.usableAt(clock.instant())
                                && key.secretHash().matches(secret.hash())
                        ? Optional.of(principal(secret, key))
                        : Optional.empty());
    }

    /** With the role that the user has now, whatever the token says. */
    CompletionStage<Optional<Principal>> user(AccessToken token) {
        var user = entities.read(
                IdentityEntities.USER, token.tenant(), token.user().entity());
        var session = entities.read(
                IdentityEntities.SESSION, token.tenant(), token.session().entity());
        return user.thenCombine(
                session,
                (account, login) -> account.state() instanceof User.Active active
                                && active.admits(token.generation())
                                && login.state() instanceof Session.Open open
                                && open.user().equals(token.user())
                        ? Optional.of(principal(token, active))
                        : Optional.empty());
    }

    private static Principal principal(Secret secret, ApiKey.Active key) {
        return new Principal.ApiKey(secret.tenant(), secret.entity().value(), role(key.role()), scopes(key.scopes()));
    }

    private static Principal principal(AccessToken token, User.Active user) {
        return new Principal.User(
                token.tenant(),
                token.user().value(),
                role(user.profile().role()),
                token.session().value());
    }

    private static Role role(dev.perennial.domain.identity.Role role) {
        return switch (role) {
            case VIEWER -> Role.VIEWER;
            case MEMBER -> Role.MEMBER;
            case ADMIN -> Role.ADMIN;
            case OWNER -> Role.OWNER;
        };
    }

    /** As texts, with those that they include. */
    private static Set<String> scopes(Set<Scope> held) {
        return held.stream()
                .flatMap(EntityCredentials::included)
                .map(Scope::toString)
                .collect(toUnmodifiableSet());
    }

    /** A scope covers itself too. */
    private static Stream<Scope> included(Scope scope) {
        return Arrays.stream(Scope.Access.values())
                .map(access -> new Scope(scope.module(), access))
                .filter(scope::covers);
    }
}
