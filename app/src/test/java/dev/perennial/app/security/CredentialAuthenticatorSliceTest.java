package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.app.http.Principal;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Role;
import dev.perennial.domain.identity.ApiKeyId;
import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.SessionId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.apikey.ApiKeyCommand;
import dev.perennial.domain.identity.session.SessionCommand;
import dev.perennial.domain.identity.user.PasswordHash;
import dev.perennial.domain.identity.user.UserCommand;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.vault.OperatorKeyTable;
import dev.perennial.persistence.vault.SigningKeyTable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The entities are in memory, since their rules are what matters here; keys and tokens are the real ones. */
class CredentialAuthenticatorSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final SecuritySettings SETTINGS = TestSettings.SETTINGS;
    private static final Duration STALENESS = SETTINGS.credentialStaleness();
    private static final CommandMeta OPERATOR = CommandMeta.by(Caller.operator("op"));
    private static final TenantId ACME = new TenantId("acme");
    private static final UserId ADA = new UserId("u_ada");
    private static final SessionId SESSION = new SessionId("s_1");
    private static final EntityId KEY = new ApiKeyId("k_1").entity();
    private static final TestClock CLOCK = new TestClock();
    private static final SigningKeys SIGNING =
            SigningKeys.start(new SigningKeyTable(DATABASE.database().vault(), TestKeys.MASTER), SETTINGS, CLOCK);

    private final TestClock clock = CLOCK;
    private final DecidingEntities entities = new DecidingEntities(clock);
    private final Secrets secrets = new Secrets(TestKeys.MASTER);
    private final IdDeriver ids = new IdDeriver(TestKeys.MASTER);
    private final OperatorKeys operators = new OperatorKeys(
            Secret.Kind.OPERATOR_KEY,
            OperatorKeyTable.forApi(DATABASE.database().vault()),
            secrets,
            ids);
    private final AccessTokens tokens = new AccessTokens(SIGNING, SETTINGS, clock);
    private final Executor virtual = Thread::startVirtualThread;
    private final CredentialAuthenticator authenticator = new CredentialAuthenticator(
            secrets,
            operators,
            tokens,
            new EntityCredentials(entities, clock),
            STALENESS,
            virtual,
            () -> clock.instant().toEpochMilli() * 1_000_000);

    @AfterAll
    static void close() {
        SIGNING.close();
        DATABASE.close();
    }

    private <C> void done(EntityType<?, C, ?, ?> type, EntityId id, C command) {
        assertThat(entities.send(type, ACME, id, command, OPERATOR).toCompletableFuture())
                .isCompletedWithValueMatching(Outcome.Committed.class::isInstance);
    }

    private Principal authenticate(String credential) {
        return authenticator
                .authenticate("Bearer " + credential)
                .toCompletableFuture()
                .join();
    }

    private void assertRefused(String credential) {
        assertThatThrownBy(() -> authenticate(credential))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problems.CREDENTIAL_INVALID.code()));
    }

    private String apiKey(Expiry expiry) {
        var secret = secrets.derive(Secret.Kind.API_KEY, ACME, KEY, ids.fresh());
        var write = Scope.parse("identity:write").orElseThrow();
        done(
                IdentityEntities.API_KEY,
                KEY,
                new ApiKeyCommand.CreateApiKey(
                        "ci", secret.hash(), dev.perennial.domain.identity.Role.ADMIN, Set.of(write), expiry));
        return secret.text();
    }

    private String accessToken() {
        var invitation = secrets.derive(Secret.Kind.INVITATION, ACME, ADA.entity(), ids.fresh());
        done(
                IdentityEntities.USER,
                ADA.entity(),
                new UserCommand.InviteUser(
                        new Sealed("email"),
                        new Sealed("name"),
                        dev.perennial.domain.identity.Role.ADMIN,
                        new EmailClaimId("em_ada"),
                        invitation.hash(),
                        clock.instant().plusSeconds(60)));
        done(
                IdentityEntities.USER,
                ADA.entity(),
                new UserCommand.AcceptInvitation(invitation.hash(), new PasswordHash("$argon2id$…")));
        var refresh = secrets.derive(Secret.Kind.REFRESH_TOKEN, ACME, SESSION.entity(), ids.fresh());
        done(
                IdentityEntities.SESSION,
                SESSION.entity(),
                new SessionCommand.OpenSession(
                        ADA, 1, refresh.hash(), clock.instant().plusSeconds(3600)));
        return token(1);
    }

    private String token(int generation) {
        return tokens.issue(ACME, ADA, dev.perennial.domain.identity.Role.ADMIN, SESSION, generation)
                .token();
    }

    @Test
    void anOperatorKeyIsProvedByItsHash() {
        var first = operators.createFirst().orElseThrow();
        assertThat(authenticate(first.text()))
                .isEqualTo(new Principal.Operator(first.entity().value()));
        assertRefused(secrets.derive(Secret.Kind.OPERATOR_KEY, TenantId.SYSTEM, new EntityId("op_x"), ids.fresh())
                .text());
    }

    @Test
    void anApiKeyActsForItsTenantWithItsRoleAndScopes() {
        assertThat(authenticate(apiKey(new Expiry.Never())))
                .isEqualTo(new Principal.ApiKey(ACME, "k_1", Role.ADMIN, Set.of("identity:write", "identity:read")));
    }

    @Test
    void anApiKeyOfAnotherSecretIsRefused() {
        apiKey(new Expiry.Never());
        assertRefused(
                secrets.derive(Secret.Kind.API_KEY, ACME, KEY, ids.fresh()).text());
    }

    @Test
    void anApiKeyIsKnownByItsTenant() {
        apiKey(new Expiry.Never());
        assertRefused(secrets.derive(Secret.Kind.API_KEY, new TenantId("other"), KEY, ids.fresh())
                .text());
    }

    @Test
    void anInventedApiKeyWakesNoEntity() {
        var invented = new Secrets(TestKeys.ANOTHER).derive(Secret.Kind.API_KEY, ACME, KEY, ids.fresh());
        assertRefused(invented.text());
        assertThat(entities.reads()).isZero();
    }

    @Test
    void aRevokedApiKeyStopsWithinTheStaleness() {
        var key = apiKey(new Expiry.Never());
        authenticate(key);
        done(IdentityEntities.API_KEY, KEY, new ApiKeyCommand.RevokeApiKey());

        clock.advance(STALENESS.minusMillis(1));
        assertThat(authenticate(key)).isInstanceOf(Principal.ApiKey.class);
        clock.advance(Duration.ofMillis(1));
        assertRefused(key);
    }

    @Test
    void anExpiredApiKeyStopsWithinTheStaleness() {
        var key = apiKey(new Expiry.At(clock.instant().plusSeconds(60)));
        authenticate(key);
        clock.advance(Duration.ofSeconds(60));
        assertRefused(key);
    }

    @Test
    void aKnownCredentialAsksNothing() {
        var key = apiKey(new Expiry.Never());
        var first = authenticate(key);
        var asked = entities.reads();
        assertThat(authenticate(key)).isEqualTo(first);
        assertThat(entities.reads()).isEqualTo(asked);
    }

    @Test
    void anAccessTokenActsForItsUserAndSession() {
        assertThat(authenticate(accessToken())).isEqualTo(new Principal.User(ACME, "u_ada", Role.ADMIN, "s_1"));
    }

    @Test
    void aChangedRoleCountsWithinTheStalenessWhateverTheTokenSays() {
        var token = accessToken();
        authenticate(token);
        done(
                IdentityEntities.USER,
                ADA.entity(),
                new UserCommand.ChangeRole(dev.perennial.domain.identity.Role.VIEWER));
        clock.advance(STALENESS);
        assertThat(authenticate(token)).isEqualTo(new Principal.User(ACME, "u_ada", Role.VIEWER, "s_1"));
    }

    @Test
    void aClosedSessionStopsWithinTheStaleness() {
        var token = accessToken();
        authenticate(token);
        done(IdentityEntities.SESSION, SESSION.entity(), new SessionCommand.CloseSession());
        clock.advance(STALENESS);
        assertRefused(token);
    }

    @Test
    void aDeactivatedUserStopsWithinTheStaleness() {
        var token = accessToken();
        authenticate(token);
        done(IdentityEntities.USER, ADA.entity(), new UserCommand.DeactivateUser());
        clock.advance(STALENESS);
        assertRefused(token);
    }

    @Test
    void loggingOutEverywhereStopsEverySessionWithinTheStaleness() {
        var token = accessToken();
        authenticate(token);
        done(IdentityEntities.USER, ADA.entity(), new UserCommand.LogOutEverywhere());
        clock.advance(STALENESS);
        assertRefused(token);
    }

    @Test
    void anExpiredAccessTokenStopsWithinTheStaleness() {
        var token = accessToken();
        authenticate(token);
        clock.advance(SETTINGS.tokenLife());
        assertRefused(token);
    }

    @Test
    void whateverIsNoBearerCredentialIsRefused() {
        for (var header : new String[] {"", "Bearer", "Basic YTpi", "Bearer " + "a".repeat(10_000)}) {
            assertThat(authenticator.authenticate(header).toCompletableFuture()).isCompletedExceptionally();
        }
        for (var credential : new String[] {"", " ", "pn_key.", "pn_op.", "pn_ref.acme.s_1.x", "a.b.c", "🐎"}) {
            assertRefused(credential);
        }
    }

    @Test
    void aRefreshTokenIsNoCredential() {
        assertRefused(secrets.derive(Secret.Kind.REFRESH_TOKEN, ACME, SESSION.entity(), ids.fresh())
                .text());
    }
}
