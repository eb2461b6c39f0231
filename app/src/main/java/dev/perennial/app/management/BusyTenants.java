package dev.perennial.app.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.telemetry.TenantLoad;
import dev.perennial.app.telemetry.TenantLoad.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Which tenants are busiest, slowest and most hit by errors, over all nodes that serve the API. */
final class BusyTenants implements Routes {

    private static final String TOPIC = "tenants";
    private static final int USUAL = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Below it, one slow request would make a tenant the slowest. */
    private static final int ENOUGH = 10;

    private final Peers peers;
    private final Flows flows;

    BusyTenants(Peers peers, TenantLoad load, Flows flows) {
        this.peers = peers;
        this.flows = flows;
        peers.answer(TOPIC, _ -> load.report());
    }

    private record Answer(
            Instant since, List<Item> busiest, List<Item> slowest, List<Item> failing, List<String> silentNodes) {}

    private record Item(
            String tenant, long requests, long errors, double busySeconds, double meanMillis, double slowestMillis) {
        static Item of(Share share) {
            return new Item(
                    share.tenant(),
                    share.requests(),
                    share.errors(),
                    share.nanos() / NANOS_PER_MILLI / 1e3,
                    share.mean() / NANOS_PER_MILLI,
                    share.slowest() / NANOS_PER_MILLI);
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("topTenants", flows.handler(this::top));
    }

    private Reply top(Call call) {
        var answers = peers.all(TOPIC, "");
        var since = new ArrayList<Instant>();
        var shares = new HashMap<String, Share>();
        for (var report : answers.given().values()) {
            since.add(Instant.parse(report.path("since").asText()));
            report.path("shares")
                    .forEach(share -> shares.merge(share.path("tenant").asText(), share(share), Share::plus));
        }
        var most = (int) call.query("limit", USUAL);
        return Reply.json(
                200,
                new Answer(
                        // The node that answers is one of those that were asked.
                        since.stream().min(Instant::compareTo).orElse(Instant.EPOCH),
                        items(shares.values(), most, Share::requests),
                        items(shares.values(), most, share -> share.requests() < ENOUGH ? 0 : share.mean()),
                        items(shares.values(), most, Share::errors),
                        answers.silentNodes()));
    }

    private static Share share(JsonNode json) {
        return new Share(
                json.path("tenant").asText(),
                json.path("requests").asLong(),
                json.path("errors").asLong(),
                json.path("nanos").asLong(),
                json.path("slowest").asLong());
    }

    private static List<Item> items(Collection<Share> shares, int most, ToDoubleFunction<Share> weight) {
        return TenantLoad.top(shares, most, weight).stream().map(Item::of).toList();
    }
}
