package dev.perennial.bench;

import dev.perennial.bench.load.Request;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the bench uses of billing. The gate's requests also fit the reference service. */
final class BillingApi {

    static final String TENANT = "bench";

    /** The event that {@link #consume} stores. */
    static final String UNITS_CONSUMED = "billing.units-consumed#1";

    /** Subjects whose usage one batch has. */
    static final int SUBJECTS_PER_BATCH = 10;

    private static final String METER = "api-calls";
    private static final String GATE = "/v1/tenants/" + TENANT + "/meters/" + METER;
    private static final String SUBJECT = "s" + Request.ENTITY;

    private final Api api;

    BillingApi(Api api) {
        this.api = api;
    }

    Request createTenant() {
        return api.command("POST", "/v1/tenants", "{\"id\":\"" + TENANT + "\",\"name\":\"Bench\"}");
    }

    Request defineMeter() {
        return api.command("PUT", "/v1/meters/" + METER, """
                {"name":"API calls","aggregation":"sum","graceSeconds":3600}""");
    }

    /** Free, with a hard limit for each subject that the load does not reach. */
    Request publishPlan() {
        return api.command("PUT", "/v1/plans/bench", """
                {"price":{"minor":0,"currency":"EUR"},"interval":"month",
                 "quotas":[{"meter":"api-calls","scope":"subject","reset":"month","limit":1000000000000,"hard":true}]}""");
    }

    Request subscribe() {
        return api.command("POST", "/v1/tenants/" + TENANT + "/subscription", "{\"plan\":\"bench\"}");
    }

    Request consume() {
        return api.command("POST", GATE + "/consume", "{\"units\":1,\"subject\":\"" + SUBJECT + "\"}");
    }

    Request check() {
        return api.query(GATE + "/check?subject=" + SUBJECT);
    }

    /** Events that never came before, of {@value #SUBJECTS_PER_BATCH} subjects. */
    Request record(int events) {
        return api.command(
                "POST",
                "/v1/tenants/" + TENANT + "/usage",
                IntStream.range(0, events)
                        .mapToObj(i ->
                                "{\"source\":\"/bench\",\"id\":\"%s-%d\",\"meter\":\"%s\",\"subject\":\"b%s-%d\",\"units\":1}"
                                        .formatted(Request.UNIQUE, i, METER, Request.ENTITY, i % SUBJECTS_PER_BATCH))
                        .collect(Collectors.joining(",", "{\"events\":[", "]}")));
    }
}
