package dev.perennial.app;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Within a tenant nobody acts on those above them, nor lifts anyone above themselves. */
@ExtendWith(LiveNode.class)
class RanksIT {

    private final Installation installation;
    private final TestTenant tenant;

    RanksIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
    }

    @Test
    void nobodyActsOnThoseAboveThem() {
        var owner = tenant.path("/users/" + tenant.person("owner").id());
        for (var admin : admins()) {
            for (var request : new Request[] {
                Request.of("PUT", owner + "/role").json("{\"role\":\"viewer\"}"),
                Request.of("PATCH", owner + "/profile").json("{\"displayName\":\"Nobody\"}"),
                Request.of("POST", owner + "/deactivate"),
                Request.of("POST", owner + "/reactivate"),
                Request.of("DELETE", owner + "/sessions"),
                Request.of("DELETE", owner + "/personal-data")
            }) {
                installation.send(request.as(admin)).expect(403, "user.outranks-caller");
            }
            installation
                    .send(Request.of(
                                    "DELETE",
                                    tenant.path(
                                            "/api-keys/" + tenant.key("owner").id()))
                            .as(admin))
                    .expect(403, "api-key.outranks-caller");
        }
    }

    @Test
    void nobodyLiftsAnyoneAboveThemselves() {
        var member = tenant.person("member");
        for (var admin : admins()) {
            installation
                    .send(Request.of("POST", tenant.path("/users"))
                            .as(admin)
                            .json("{\"email\":\"new@example.org\",\"role\":\"owner\"}"))
                    .expect(403, "role.above-own");
            installation
                    .send(Request.of("PUT", tenant.path("/users/" + member.id() + "/role"))
                            .as(admin)
                            .json("{\"role\":\"owner\"}"))
                    .expect(403, "role.above-own");
        }
    }

    @Test
    void sessionsAreEndedByTheirUserOrAnAdmin() {
        var first = tenant.person("member");
        var second = tenant.person("member");

        logOut(first, second.accessToken()).expect(403, "session.not-own");
        logOut(first, first.accessToken()).expect(200);
        logOut(second, tenant.person("admin").accessToken()).expect(200);
    }

    private String[] admins() {
        return new String[] {
            tenant.person("admin").accessToken(), tenant.key("admin").text()
        };
    }

    private Answer logOut(TestTenant.Person person, String credential) {
        return installation.send(Request.of("DELETE", tenant.path("/sessions/" + person.session()))
                .as(credential));
    }
}
