package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logging in, staying so, and out: what holds, for how long, and against whom. */
@ExtendWith(LiveNode.class)
class SessionsIT {

    private final Installation installation;
    private final TestTenant tenant;

    SessionsIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
    }

    @Test
    void aRefreshTokenIsGoodOnceAndItsReuseEndsTheSession() {
        var ada = tenant.person("member");

        var renewed = tenant.refresh(ada.refreshToken()).expect(200);
        assertThat(renewed.text("/id")).isEqualTo(ada.session());
        assertThat(renewed.text("/refreshToken")).isNotEqualTo(ada.refreshToken());

        var again = tenant.refresh(renewed.text("/refreshToken")).expect(200);
        // A thief, or Ada after the thief: nobody can tell, so both are out.
        tenant.refresh(ada.refreshToken()).expect(401);
        tenant.refresh(again.text("/refreshToken")).expect(401);
        Awaiting.status(installation, me(ada.accessToken()), 401);
        Awaiting.status(installation, me(renewed.text("/accessToken")), 401);
    }

    @Test
    void aRefreshThatWasNotAnsweredMayBeRepeated() {
        var ada = tenant.person("member");
        var refresh = Request.of("POST", tenant.path("/sessions/refresh"))
                .json("{\"refreshToken\":\"%s\"}".formatted(ada.refreshToken()))
                .with("Idempotency-Key", "refresh-once");

        var first = installation.send(refresh).expect(200);
        var second = installation.send(refresh).expect(200);

        assertThat(second.text("/refreshToken")).isEqualTo(first.text("/refreshToken"));
        tenant.refresh(second.text("/refreshToken")).expect(200);
    }

    @Test
    void withoutAKeyItMayBeRepeatedForSeconds() {
        var ada = tenant.person("member");

        var first = tenant.refresh(ada.refreshToken()).expect(200);
        var second = tenant.refresh(ada.refreshToken()).expect(200);

        assertThat(second.text("/refreshToken")).isEqualTo(first.text("/refreshToken"));
        assertThat(second.text("/refreshTokenExpiresAt")).isEqualTo(first.text("/refreshTokenExpiresAt"));
        Awaiting.holds(() -> tenant.refresh(ada.refreshToken()).expect(401));
        tenant.refresh(first.text("/refreshToken")).expect(401);
    }

    @Test
    void loggingOutEverywhereEndsAllSessionsAndNoneAfterwards() {
        var phone = tenant.person("member");
        var laptop = tenant.person(
                phone.email(), tenant.logIn(phone.email(), TestTenant.PASSWORD).expect(201));

        installation
                .send(Request.of("DELETE", tenant.path("/users/" + phone.id() + "/sessions"))
                        .as(phone.accessToken()))
                .expect(200);

        for (var session : new TestTenant.Person[] {phone, laptop}) {
            tenant.refresh(session.refreshToken()).expect(401);
            Awaiting.status(installation, me(session.accessToken()), 401);
        }
        var again = tenant.logIn(phone.email(), TestTenant.PASSWORD).expect(201);
        installation.send(me(again.text("/accessToken"))).expect(200);
    }

    @Test
    void aNewPasswordEndsAllSessionsAndTheOldPassword() {
        var ada = tenant.person("member");

        installation
                .send(Request.of("PUT", tenant.path("/users/" + ada.id() + "/password"))
                        .as(ada.accessToken())
                        .json("{\"currentPassword\":\"%s\",\"newPassword\":\"staple correct horse\"}"
                                .formatted(TestTenant.PASSWORD)))
                .expect(200);

        tenant.refresh(ada.refreshToken()).expect(401);
        tenant.logIn(ada.email(), TestTenant.PASSWORD).expect(401, "unauthenticated");
        tenant.logIn(ada.email(), "staple correct horse").expect(201);
    }

    @Test
    void whatIsTakenFromSomeoneIsGoneWithinTheStatedTime() {
        var ada = tenant.person("admin");
        var key = tenant.key("admin");
        var settings = Request.of("GET", tenant.path("/history"));
        installation.send(settings.as(ada.accessToken())).expect(200);
        installation.send(settings.as(key.text())).expect(200);

        tenant.operator(Request.of("PUT", tenant.path("/users/" + ada.id() + "/role"))
                        .json("{\"role\":\"viewer\"}"))
                .expect(200);
        tenant.operator(Request.of("DELETE", tenant.path("/api-keys/" + key.id())))
                .expect(200);
        Awaiting.status(installation, settings.as(ada.accessToken()), 403);
        Awaiting.status(installation, settings.as(key.text()), 401);

        tenant.operator(Request.of("POST", tenant.path("/users/" + ada.id() + "/deactivate")))
                .expect(200);
        Awaiting.status(installation, me(ada.accessToken()), 401);
        tenant.refresh(ada.refreshToken()).expect(401);
        tenant.logIn(ada.email(), TestTenant.PASSWORD).expect(401, "unauthenticated");
    }

    @Test
    void afterARotationOldTokensStayGoodAndBothKeysArePublished() throws Exception {
        var before = tenant.person("member");

        var kid = tenant.operator(Request.of("POST", "/v1/signing-keys/rotate"))
                .expect(200)
                .text("/kid");
        var after = tenant.person("member");

        assertThat(SignedJWT.parse(after.accessToken()).getHeader().getKeyID()).isEqualTo(kid);
        var published = JWKSet.parse(installation
                .send(Request.of("GET", "/.well-known/jwks.json"))
                .expect(200)
                .body());
        for (var person : new TestTenant.Person[] {before, after}) {
            installation.send(me(person.accessToken())).expect(200);
            var token = SignedJWT.parse(person.accessToken());
            var key = published.getKeyByKeyId(token.getHeader().getKeyID());
            assertThat(key).isNotNull();
            assertThat(key.isPrivate()).isFalse();
            assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        }
        assertThat(SignedJWT.parse(before.accessToken()).getHeader().getKeyID()).isNotEqualTo(kid);
    }

    @Test
    void guessingAtAnAccountIsSlowedDownFromWhereverItComes() {
        var ada = tenant.person("member");

        for (int guess = 1; guess <= 10; guess++) {
            tenant.logIn(ada.email(), "not the password").expect(401, "unauthenticated");
        }

        var refused = tenant.logIn(ada.email(), TestTenant.PASSWORD).expect(429, "too-many-attempts");
        assertThat(Integer.parseInt(refused.header("Retry-After").orElse("0"))).isBetween(1, 600);
        tenant.logIn(tenant.person("member").email(), TestTenant.PASSWORD).expect(201);
    }

    @Test
    void guessingFromOneAddressIsSlowedDownAtWhateverAccount() {
        var ada = tenant.person("member");
        for (int guess = 1; guess <= 60; guess++) {
            from("203.0.113.1", "nobody" + guess + "@example.org").expect(401, "unauthenticated");
        }

        from("203.0.113.1", ada.email()).expect(429, "too-many-attempts");
        from("203.0.113.2", ada.email()).expect(401, "unauthenticated");
    }

    @Test
    void onlyProxiesAreBelievedWhereRequestsComeFrom() throws Exception {
        var elsewhere = InetAddress.getByName("127.0.0.200");
        for (int guess = 1; guess <= 60; guess++) {
            var invented = tenant.logInRequest("nobody" + guess + "@example.org", "not the password");
            installation.sendFrom(elsewhere, invented).expect(401, "unauthenticated");
        }

        installation
                .sendFrom(elsewhere, tenant.logInRequest("somebody@example.org", "not the password"))
                .expect(429, "too-many-attempts");
    }

    private Answer from(String address, String email) {
        return installation.send(tenant.logInRequest(email, "not the password").with("X-Forwarded-For", address));
    }

    private static Request me(String credential) {
        return Request.of("GET", "/v1/me").as(credential);
    }
}
