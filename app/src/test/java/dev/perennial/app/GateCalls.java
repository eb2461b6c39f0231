package dev.perennial.app;

import static java.util.Map.entry;

import dev.perennial.app.Refusals.Refusal;
import dev.perennial.app.WorkingCalls.Call;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls of each operation on meters, the gate and usage. */
final class GateCalls {

    private static final String PER_SUBJECT = "\"scope\":\"subject\",\"reset\":\"month\",\"limit\":1000,\"hard\":true";

    static final Map<String, Call> ALL = Map.ofEntries(
            entry("listMeters", tenant -> call(tenant, "listMeters")),
            entry("defineMeter", tenant -> call(tenant, "defineMeter")),
            entry("getMeter", onMeter("getMeter")),
            entry("retireMeter", onMeter("retireMeter")),
            entry("consumeUnits", onQuota("consumeUnits")),
            entry("checkQuota", tenant -> onQuota("checkQuota").apply(tenant).query("subject=u_ada")),
            entry("reserveUnits", onQuota("reserveUnits")),
            entry("commitReservation", onReservation("commitReservation")),
            entry(
                    "releaseReservation",
                    tenant -> onReservation("releaseReservation").apply(tenant).query("subject=u_ada")),
            entry("recordUsage", tenant -> {
                quota(tenant, "sum", PER_SUBJECT);
                return usage(tenant);
            }),
            entry("listUsage", tenant -> onQuota("listUsage").apply(tenant).query("from=2026-11-01&to=2026-12-01")));

    static final List<Refusal> CONFLICTS = Stream.concat(
                    Stream.of(
                            new Refusal("defineMeter", 409, "meter.aggregation-fixed", tenant -> {
                                tenant.operator(call(tenant, "defineMeter")).expect(200);
                                return call(tenant, "defineMeter").json("""
                                        {"name":"API calls","aggregation":"max","graceSeconds":3600}""");
                            }),
                            new Refusal("defineMeter", 410, "meter.retired", tenant -> retired(tenant, "defineMeter"))),
                    Stream.of("consumeUnits", "checkQuota", "reserveUnits", "recordUsage")
                            .map(operation ->
                                    new Refusal(operation, 410, "meter.retired", tenant -> retired(tenant, operation))))
            .toList();

    private GateCalls() {}

    /** A meter of the tenant's own: others retire theirs. */
    static String meter(TestTenant tenant) {
        return "m-" + tenant.id();
    }

    /** Defines the meter and subscribes the tenant to a free plan with this quota of it, as JSON members. */
    static void quota(TestTenant tenant, String aggregation, String quota) {
        tenant.operator(call(tenant, "defineMeter").json("""
                {"name":"API calls","aggregation":"%s","graceSeconds":3600}""".formatted(aggregation)))
                .expect(200);
        var plan = "plan-" + tenant.id();
        tenant.operator(Request.of("PUT", "/v1/plans/" + plan)
                        .with("Idempotency-Key", plan)
                        .json("""
                {"price":{"minor":0,"currency":"EUR"},"interval":"month","quotas":[{"meter":"%s",%s}]}""".formatted(meter(tenant), quota)))
                .expect(200);
        tenant.subscribe("{\"plan\":\"%s\"}".formatted(plan));
    }

    private static Call onMeter(String operation) {
        return tenant -> {
            tenant.operator(call(tenant, "defineMeter")).expect(200);
            return call(tenant, operation);
        };
    }

    private static Call onQuota(String operation) {
        return tenant -> {
            quota(tenant, "sum", PER_SUBJECT);
            return call(tenant, operation);
        };
    }

    private static Call onReservation(String operation) {
        return tenant -> {
            var reserved =
                    tenant.operator(onQuota("reserveUnits").apply(tenant)).expect(201);
            return call(tenant, operation, reserved.text("/reservation"));
        };
    }

    private static Request retired(TestTenant tenant, String operation) {
        tenant.operator(call(tenant, "defineMeter")).expect(200);
        tenant.operator(call(tenant, "retireMeter")).expect(200);
        return operation.equals("recordUsage") ? usage(tenant) : call(tenant, operation);
    }

    private static Request usage(TestTenant tenant) {
        return call(tenant, "recordUsage").json("""
                {"events":[{"source":"/gateway/1","id":"e-17","meter":"%s","subject":"u_ada","units":3}]}""".formatted(meter(tenant)));
    }

    private static Request call(TestTenant tenant, String operation) {
        return call(tenant, operation, "none");
    }

    private static Request call(TestTenant tenant, String operation, String reservation) {
        return WorkingCalls.byOperator(
                tenant, operation, Map.of("tenant", tenant.id(), "meter", meter(tenant), "reservation", reservation));
    }
}
