package dev.perennial.app;

import static java.util.Map.entry;

import dev.perennial.app.Refusals.Refusal;
import dev.perennial.app.WorkingCalls.Call;
import java.util.List;
import java.util.Map;

/** Calls of each operation on wallets. */
final class WalletCalls {

    static final Map<String, Call> ALL = Map.ofEntries(
            entry("createWallet", tenant -> call(tenant, "createWallet")),
            entry("listWallets", onWallet("listWallets")),
            entry("getWallet", onWallet("getWallet")),
            entry("getWalletHistory", onWallet("getWalletHistory")),
            entry("getWalletStatement", onWallet("getWalletStatement")),
            entry("grantCredits", onWallet("grantCredits")),
            entry("consumeCredits", onWallet("consumeCredits")),
            entry("holdCredits", onWallet("holdCredits")),
            entry("captureHold", onHold("captureHold")),
            entry("releaseHold", onHold("releaseHold")),
            entry("configureTopUp", onWallet("configureTopUp")),
            entry("turnOffTopUp", onWallet("turnOffTopUp")));

    static final List<Refusal> CONFLICTS = List.of(
            new Refusal("createWallet", 409, "wallet.exists", tenant -> {
                tenant.operator(call(tenant, "createWallet")).expect(200);
                return call(tenant, "createWallet").json("{\"name\":\"Other\"}");
            }),
            new Refusal("grantCredits", 409, "wallet.granted-too-much", tenant -> {
                tenant.operator(call(tenant, "createWallet")).expect(200);
                for (var i = 0; i < 9; i++) {
                    tenant.operator(most(tenant)).expect(201);
                }
                return most(tenant);
            }));

    private WalletCalls() {}

    private static Request most(TestTenant tenant) {
        return call(tenant, "grantCredits").json("{\"amount\":1000000000000000}");
    }

    private static Call onWallet(String operation) {
        return tenant -> {
            tenant.operator(call(tenant, "createWallet")).expect(200);
            tenant.operator(call(tenant, "grantCredits")).expect(201);
            return call(tenant, operation);
        };
    }

    private static Call onHold(String operation) {
        return tenant -> {
            var held = tenant.operator(onWallet("holdCredits").apply(tenant)).expect(201);
            return call(tenant, operation, held.text("/hold"));
        };
    }

    private static Request call(TestTenant tenant, String operation) {
        return call(tenant, operation, "none");
    }

    private static Request call(TestTenant tenant, String operation, String hold) {
        return WorkingCalls.byOperator(
                tenant, operation, Map.of("tenant", tenant.id(), "wallet", "main", "hold", hold));
    }
}
