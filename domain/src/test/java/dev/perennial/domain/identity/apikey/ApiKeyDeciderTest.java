package dev.perennial.domain.identity.apikey;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.FORBIDDEN;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.Scope.Access;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.apikey.ApiKeyCommand.CreateApiKey;
import dev.perennial.domain.identity.apikey.ApiKeyCommand.RevokeApiKey;
import dev.perennial.domain.identity.apikey.ApiKeyEvent.ApiKeyCreated;
import dev.perennial.domain.identity.apikey.ApiKeyEvent.ApiKeyRevoked;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Given;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyDeciderTest {

    private static final SecretHash SECRET = new SecretHash("secret");
    private static final Set<Scope> SCOPES =
            Set.of(new Scope("identity", Access.READ), new Scope("content", Access.WRITE));
    private static final Instant TOMORROW = Given.NOW.plusSeconds(86_400);
    private static final Expiry NEVER = new Expiry.Never();

    private static final ApiKeyCreated CREATED = new ApiKeyCreated("ci", SECRET, Role.ADMIN, SCOPES, NEVER);
    private static final ApiKeyRevoked REVOKED = new ApiKeyRevoked();
    private static final RevokeApiKey REVOKE = new RevokeApiKey();

    private static Given<ApiKey, ApiKeyCommand, ApiKeyEvent, Done> key(ApiKeyEvent... history) {
        return Given.entity(new ApiKeyDecider()).events(history);
    }

    private static CreateApiKey create(Role role) {
        return new CreateApiKey("ci", SECRET, role, SCOPES, NEVER);
    }

    private static CreateApiKey named(String name) {
        return new CreateApiKey(name, SECRET, Role.ADMIN, SCOPES, NEVER);
    }

    private static CreateApiKey scoped(int scopes) {
        var many = IntStream.range(0, scopes)
                .mapToObj(i -> new Scope("m" + i, Access.READ))
                .collect(toSet());
        return new CreateApiKey("ci", SECRET, Role.ADMIN, many, NEVER);
    }

    private static Caller caller(Role role) {
        return new Caller(Caller.Kind.USER, "someone", role.rank());
    }

    @Test
    void isCreated() {
        key().when(create(Role.ADMIN))
                .then(CREATED)
                .leaving(new ApiKey.Active("ci", SECRET, Role.ADMIN, SCOPES, NEVER));
    }

    @Test
    void isCreatedOnce() {
        key(CREATED).when(create(Role.ADMIN)).thenRejected(CONFLICT, "api-key.exists");
        key(CREATED, REVOKED).when(create(Role.ADMIN)).thenRejected(CONFLICT, "api-key.exists");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void mayDoNoMoreThanItsCreator(Role role) {
        for (var creator : Role.values()) {
            var then = key().by(caller(creator)).when(create(role));
            if (role.rank() > creator.rank()) {
                then.thenRejected(FORBIDDEN, "role.above-own");
            } else {
                then.then(new ApiKeyCreated("ci", SECRET, role, SCOPES, NEVER));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ci", "two\nlines"})
    void hasAProperName(String name) {
        key().when(named(name)).thenRejected(INVALID, "api-key.name-invalid");
    }

    @Test
    void hasANameOfAtMostAHundredCharacters() {
        key().when(named("x".repeat(100)))
                .leaving(new ApiKey.Active("x".repeat(100), SECRET, Role.ADMIN, SCOPES, NEVER));
        key().when(named("x".repeat(101))).thenRejected(INVALID, "api-key.name-invalid");
    }

    @Test
    void hasOneTo32Scopes() {
        key().when(scoped(0)).thenRejected(INVALID, "api-key.scopes-invalid");
        key().when(scoped(33)).thenRejected(INVALID, "api-key.scopes-invalid");
        var most = scoped(32);
        key().when(most).then(new ApiKeyCreated("ci", SECRET, Role.ADMIN, most.scopes(), NEVER));
    }

    @Test
    void scopesAreStoredInOneOrder() {
        assertThat(CREATED.scopes()).extracting(Scope::toString).containsExactly("content:write", "identity:read");
    }

    @Test
    void doesNotExpireBeforeItIsMade() {
        var expired = new Expiry.At(Given.NOW);
        key().when(new CreateApiKey("ci", SECRET, Role.ADMIN, SCOPES, expired))
                .thenRejected(INVALID, "api-key.expiry-past");
    }

    @Test
    void isUsableUntilItExpires() {
        var state = key(new ApiKeyCreated("ci", SECRET, Role.ADMIN, SCOPES, new Expiry.At(TOMORROW)))
                .state();
        assertThat(state.usableAt(TOMORROW.minusNanos(1))).isTrue();
        assertThat(state.usableAt(TOMORROW)).isFalse();
    }

    @Test
    void isUsableOnlyWhenActive() {
        assertThat(key().state().usableAt(Given.NOW)).isFalse();
        assertThat(key(CREATED).state().usableAt(Instant.MAX)).isTrue();
        assertThat(key(CREATED, REVOKED).state().usableAt(Given.NOW)).isFalse();
    }

    @Test
    void isRevokedOnce() {
        key(CREATED).when(REVOKE).then(REVOKED).leaving(new ApiKey.Revoked("ci", Role.ADMIN));
        key(CREATED, REVOKED).when(REVOKE).thenNothing();
        key().when(REVOKE).thenRejected(NOT_FOUND, "api-key.not-found");
    }

    @Test
    void isNotRevokedByWhomItOutranks() {
        key(CREATED).by(caller(Role.MEMBER)).when(REVOKE).thenRejected(FORBIDDEN, "api-key.outranks-caller");
        key(CREATED).by(caller(Role.ADMIN)).when(REVOKE).then(REVOKED);
    }
}
