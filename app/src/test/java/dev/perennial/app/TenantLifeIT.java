package dev.perennial.app;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of people and keys when their tenant is suspended, comes back, or is closed. */
@ExtendWith(LiveNode.class)
class TenantLifeIT {

    private final Installation installation;
    private final TestTenant tenant;
    private final TestTenant.Person owner;
    private final TestTenant.Key key;

    TenantLifeIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
        this.owner = tenant.person("owner");
        this.key = tenant.key("owner");
    }

    @Test
    void aSuspendedTenantReadsAndDoesNothingElse() {
        tenant.suspend();

        stopped("tenant-suspended");
    }

    @Test
    void aReactivatedTenantGoesOnAsBefore() {
        tenant.suspend();
        stopped("tenant-suspended");

        tenant.operator(Request.of("POST", tenant.path("/reactivate"))).expect(200);

        Awaiting.holds(() -> installation.send(rename(key.text())).expect(200));
        installation.send(rename(owner.accessToken())).expect(200);
        tenant.refresh(owner.refreshToken()).expect(200);
        tenant.logIn(owner.email(), TestTenant.PASSWORD).expect(201);
    }

    @Test
    void aClosedTenantStaysClosed() {
        tenant.operator(Request.of("POST", tenant.path("/close"))).expect(200);

        stopped("tenant-closed");

        tenant.operator(Request.of("POST", tenant.path("/reactivate"))).expect(410, "tenant.closed");
        tenant.operator(Request.of("GET", tenant.path("/history"))).expect(200);
    }

    private void stopped(String code) {
        for (var credential : new String[] {owner.accessToken(), key.text()}) {
            Awaiting.holds(() -> installation.send(rename(credential)).expect(403, code));
            installation
                    .send(Request.of("GET", tenant.path("/users")).as(credential))
                    .expect(200);
        }
        tenant.logIn(owner.email(), TestTenant.PASSWORD).expect(403, code);
        tenant.refresh(owner.refreshToken()).expect(403, code);
    }

    private Request rename(String credential) {
        return Request.of("PATCH", tenant.path("")).as(credential).json("{\"name\":\"Other\"}");
    }
}
