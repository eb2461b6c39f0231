package dev.perennial.app;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** For each operation of the contract a call that succeeds, with the contract's own example as body where that can be. */
final class WorkingCalls {

    /** What a call is made of: a fresh tenant of its own. */
    interface Call extends Function<TestTenant, Request> {}

    private static final Map<String, Call> IDENTITY = Map.ofEntries(
            entry("getContract", _ -> plain("getContract", Map.of())),
            entry("getDocs", _ -> plain("getDocs", Map.of())),
            entry("getDocsFile", _ -> plain("getDocsFile", Map.of("file", "docs.js"))),
            entry("getKeySet", _ -> plain("getKeySet", Map.of())),
            entry(
                    "getMe",
                    tenant ->
                            plain("getMe", Map.of()).as(tenant.person("viewer").accessToken())),
            entry("rotateSigningKeys", tenant -> byOperator(tenant, "rotateSigningKeys", Map.of())),
            entry(
                    "createTenant",
                    tenant -> byOperator(tenant, "createTenant", Map.of())
                            .json("{\"id\":\"new-%s\",\"name\":\"New\"}".formatted(tenant.id()))),
            entry("listTenants", tenant -> byOperator(tenant, "listTenants", Map.of())),
            entry("getTenant", onTenant("getTenant")),
            entry("renameTenant", onTenant("renameTenant")),
            entry("changeSettings", onTenant("changeSettings")),
            entry("suspendTenant", onTenant("suspendTenant")),
            entry("reactivateTenant", tenant -> {
                tenant.suspend();
                return onTenant("reactivateTenant").apply(tenant);
            }),
            entry("closeTenant", onTenant("closeTenant")),
            entry("getTenantHistory", onTenant("getTenantHistory")),
            entry("inviteUser", onTenant("inviteUser")),
            entry("listUsers", onTenant("listUsers")),
            entry("getUser", onUser("getUser")),
            entry("acceptInvitation", tenant -> {
                var invited = tenant.invite("member");
                return plain("acceptInvitation", Map.of("tenant", tenant.id(), "user", invited.id()))
                        .json("{\"token\":\"%s\",\"password\":\"%s\"}".formatted(invited.token(), TestTenant.PASSWORD));
            }),
            entry("changeRole", onUser("changeRole")),
            entry("deactivateUser", onUser("deactivateUser")),
            entry("reactivateUser", tenant -> {
                var person = tenant.person("member");
                var path = Map.of("tenant", tenant.id(), "user", person.id());
                tenant.operator(plain("deactivateUser", path)).expect(200);
                return byOperator(tenant, "reactivateUser", path);
            }),
            entry("changeProfile", onUser("changeProfile")),
            entry("changePassword", tenant -> {
                var person = tenant.person("viewer");
                return withExample("changePassword", Map.of("tenant", tenant.id(), "user", person.id()))
                        .as(person.accessToken());
            }),
            entry("erasePersonalData", onUser("erasePersonalData")),
            entry("logOutEverywhere", onUser("logOutEverywhere")),
            entry("getUserHistory", onUser("getUserHistory")),
            entry("logIn", tenant -> tenant.logInRequest(tenant.person("viewer").email(), TestTenant.PASSWORD)),
            entry(
                    "refreshSession",
                    tenant -> plain("refreshSession", Map.of("tenant", tenant.id()))
                            .json("{\"refreshToken\":\"%s\"}"
                                    .formatted(tenant.person("viewer").refreshToken()))),
            entry("logOut", onSession("logOut")),
            entry("getSessionHistory", onSession("getSessionHistory")),
            entry("createApiKey", onTenant("createApiKey")),
            entry("listApiKeys", onTenant("listApiKeys")),
            entry("getApiKey", onKey("getApiKey")),
            entry("revokeApiKey", onKey("revokeApiKey")),
            entry("getApiKeyHistory", onKey("getApiKeyHistory")));

    private static final Map<String, Call> CALLS = Stream.of(
                    IDENTITY, //
                    GateCalls.ALL,
                    SubscriptionCalls.ALL,
                    WalletCalls.ALL,
                    InvoiceCalls.ALL)
            .flatMap(calls -> calls.entrySet().stream())
            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Installation installation;

    WorkingCalls(Installation installation) {
        this.installation = installation;
    }

    Set<String> operations() {
        return CALLS.keySet();
    }

    /** A call that has not been made yet, on a tenant of its own. */
    Request of(String operation) {
        var call = CALLS.get(operation);
        if (call == null) {
            throw new AssertionError("no call that shows that it works: " + operation);
        }
        return call.apply(installation.tenant());
    }

    static Call onTenant(String operation) {
        return tenant -> byOperator(tenant, operation, Map.of("tenant", tenant.id()));
    }

    private static Call onUser(String operation) {
        return tenant -> byOperator(
                tenant,
                operation,
                Map.of("tenant", tenant.id(), "user", tenant.person("member").id()));
    }

    private static Call onSession(String operation) {
        return tenant -> byOperator(
                tenant,
                operation,
                Map.of("tenant", tenant.id(), "session", tenant.person("member").session()));
    }

    private static Call onKey(String operation) {
        return tenant -> byOperator(
                tenant,
                operation,
                Map.of("tenant", tenant.id(), "key", tenant.key("viewer").id()));
    }

    static Request byOperator(TestTenant tenant, String operation, Map<String, String> path) {
        return withExample(operation, path).as(tenant.installation().operator());
    }

    static Request withExample(String operation, Map<String, String> path) {
        var documented = Documented.named(operation);
        var bare = documented.request(path);
        var request = documented.requires("Idempotency-Key")
                ? bare.with("Idempotency-Key", UUID.randomUUID().toString())
                : bare;
        return documented.hasBody() ? request.json(documented.bodyExample()) : request;
    }

    private static Request plain(String operation, Map<String, String> path) {
        return Documented.named(operation).request(path);
    }
}
