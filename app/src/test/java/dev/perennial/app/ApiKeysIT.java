package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys of programs: shown once, never stronger than who made them, and over when they are. */
@ExtendWith(LiveNode.class)
class ApiKeysIT {

    private final Installation installation;
    private final TestTenant tenant;

    ApiKeysIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
    }

    @Test
    void aKeyMakesNoStrongerOne() {
        var key = tenant.key("admin", "\"identity:write\"");

        create(key.text(), "admin", "identity:write").expect(201);
        create(key.text(), "viewer", "identity:read").expect(201);
        create(key.text(), "admin", "content:read").expect(403, "insufficient-scope");
        create(key.text(), "owner", "identity:write").expect(403, "role.above-own");
        create(tenant.key("admin", "\"identity:read\"").text(), "viewer", "identity:read")
                .expect(403, "insufficient-scope");
    }

    @Test
    void peopleMakeNoKeyAboveThemselves() {
        var admin = tenant.person("admin");

        create(admin.accessToken(), "admin", "content:write").expect(201);
        create(admin.accessToken(), "owner", "identity:read").expect(403, "role.above-own");
        create(tenant.person("member").accessToken(), "viewer", "identity:read").expect(403, "insufficient-role");
    }

    @Test
    void itsSecretIsShownOnce() {
        var key = tenant.key("viewer");
        var secret = key.text().substring(key.text().lastIndexOf('.') + 1);
        var path = tenant.path("/api-keys");

        for (var read : new String[] {path, path + "/" + key.id(), path + "/" + key.id() + "/history"}) {
            Awaiting.holds(() -> assertThat(
                            tenant.operator(Request.of("GET", read)).expect(200).body())
                    .containsAnyOf(key.id(), "identity.api-key-created")
                    .doesNotContain(secret)
                    .doesNotContainIgnoringCase("hash"));
        }
    }

    @Test
    void anExpiredKeyIsOver() {
        var until = Instant.now().plusSeconds(4);
        var created = tenant.operator(
                        Request.of("POST", tenant.path("/api-keys")).json("""
                        {"name":"k","role":"viewer","scopes":["identity:read"],"expiresAt":"%s"}""".formatted(until)))
                .expect(201);
        var use = Request.of("GET", tenant.path("")).as(created.text("/key"));
        installation.send(use).expect(200);

        Awaiting.holds(() -> installation.send(use).expect(401, "credential-invalid"));

        assertThat(Instant.now()).isAfter(until);
        tenant.operator(Request.of("POST", tenant.path("/api-keys")).json("""
                        {"name":"k","role":"viewer","scopes":["identity:read"],"expiresAt":"2020-01-01T00:00:00Z"}""")).expect(422, "api-key.expiry-past");
    }

    private Answer create(String credential, String role, String scope) {
        return installation.send(
                Request.of("POST", tenant.path("/api-keys")).as(credential).json("""
                {"name":"k","role":"%s","scopes":["%s"]}""".formatted(role, scope)));
    }
}
