package dev.perennial.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every 409 and 410 of the contract with what brings it about. */
final class Refusals {

    /** What refuses an operation, and how. */
    record Refusal(String operation, int status, String code, Function<TestTenant, Request> request) {
        @Override
        public String toString() {
            return operation + " " + status + " " + code;
        }
    }

    static final List<Refusal> ALL = all();

    private Refusals() {}

    private static List<Refusal> all() {
        var all = new ArrayList<>(conflicts());
        for (var operation : List.of("renameTenant", "changeSettings", "suspendTenant", "reactivateTenant")) {
            all.add(new Refusal(operation, 410, "tenant.closed", tenant -> {
                tenant.operator(Request.of("POST", tenant.path("/close"))).expect(200);
                return call(tenant, operation, Map.of());
            }));
        }
        for (var operation :
                List.of("changeRole", "deactivateUser", "reactivateUser", "changeProfile", "logOutEverywhere")) {
            all.add(new Refusal(operation, 410, "user.erased", tenant -> call(tenant, operation, erased(tenant))));
        }
        all.addAll(GateCalls.CONFLICTS);
        all.addAll(SubscriptionCalls.CONFLICTS);
        all.addAll(WalletCalls.CONFLICTS);
        all.addAll(InvoiceCalls.CONFLICTS);
        return List.copyOf(all);
    }

    private static List<Refusal> conflicts() {
        return List.of(
                new Refusal(
                        "createTenant",
                        409,
                        "tenant.exists",
                        tenant -> Request.of("POST", "/v1/tenants")
                                .as(tenant.installation().operator())
                                .json("{\"id\":\"%s\",\"name\":\"Again\"}".formatted(tenant.id()))),
                new Refusal("createTenant", 410, "tenant.closed", tenant -> {
                    tenant.operator(Request.of("POST", tenant.path("/close"))).expect(200);
                    return Request.of("POST", "/v1/tenants")
                            .as(tenant.installation().operator())
                            .json("{\"id\":\"%s\",\"name\":\"Again\"}".formatted(tenant.id()));
                }),
                new Refusal("renameTenant", 409, "tenant.suspended", tenant -> {
                    tenant.suspend();
                    return call(tenant, "renameTenant", Map.of());
                }),
                new Refusal("changeSettings", 409, "tenant.suspended", tenant -> {
                    tenant.suspend();
                    return call(tenant, "changeSettings", Map.of());
                }),
                new Refusal("inviteUser", 409, "email.taken", tenant -> {
                    tenant.operator(call(tenant, "inviteUser", Map.of())).expect(201);
                    return call(tenant, "inviteUser", Map.of());
                }),
                new Refusal("acceptInvitation", 409, "invitation.already-accepted", tenant -> {
                    var invited = tenant.invite("viewer");
                    var accept = accept(tenant, invited);
                    tenant.installation().send(accept).expect(200);
                    return accept;
                }),
                new Refusal("acceptInvitation", 410, "user.erased", tenant -> {
                    var invited = tenant.invite("viewer");
                    tenant.operator(Request.of("DELETE", tenant.path("/users/" + invited.id() + "/personal-data")))
                            .expect(200);
                    return accept(tenant, invited);
                }),
                new Refusal(
                        "deactivateUser", 409, "user.not-active-yet", tenant -> onInvited(tenant, "deactivateUser")),
                new Refusal(
                        "reactivateUser", 409, "user.not-active-yet", tenant -> onInvited(tenant, "reactivateUser")));
    }

    private static Request accept(TestTenant tenant, TestTenant.Invited invited) {
        return Request.of("POST", tenant.path("/users/" + invited.id() + "/accept"))
                .json("{\"token\":\"%s\",\"password\":\"%s\"}".formatted(invited.token(), TestTenant.PASSWORD));
    }

    private static Request onInvited(TestTenant tenant, String operation) {
        return call(tenant, operation, Map.of("user", tenant.invite("viewer").id()));
    }

    private static Map<String, String> erased(TestTenant tenant) {
        var user = tenant.person("viewer").id();
        tenant.operator(Request.of("DELETE", tenant.path("/users/" + user + "/personal-data")))
                .expect(200);
        return Map.of("user", user);
    }

    private static Request call(TestTenant tenant, String operation, Map<String, String> path) {
        var documented = Documented.named(operation);
        var all = new HashMap<>(path);
        all.put("tenant", tenant.id());
        var request = documented.request(all).as(tenant.installation().operator());
        return documented.hasBody() ? request.json(documented.bodyExample()) : request;
    }
}
