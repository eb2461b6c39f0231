package dev.perennial.app.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.cluster.allocation.Homes;
import dev.perennial.persistence.shell.ShardKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the cluster is made of, and what lives where. */
final class ClusterRoutes implements Routes {

    private final Allocation allocation;
    private final ShardKey key;
    private final List<String> types;
    private final Residents residents;
    private final Flows flows;

    ClusterRoutes(Allocation allocation, ShardKey key, List<String> types, Residents residents, Flows flows) {
        this.allocation = allocation;
        this.key = key;
        this.types = types.stream().sorted().toList();
        this.residents = residents;
        this.flows = flows;
    }

    private record MemberItem(
            String node,
            String status,
            boolean reachable,
            boolean oldest,
            boolean drained,
            List<String> roles,
            String version) {}

    private record ShardItem(
            String type, String shard, String node, int entities, double messagesPerSecond, double weight) {}

    private record EntityPlace(
            String type,
            String tenant,
            String id,
            String shard,
            @Nullable String node,
            double messagesPerSecond,
            int firstShardOfTenant,
            int shardsOfTenant,
            @Nullable Boolean inMemory,
            @Nullable JsonNode activity) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "listMembers", flows.handler(_ -> members()),
                "listShards",
                        flows.handler(call -> shards(call.query("type")
                                .map(this::known)
                                .map(List::of)
                                .orElse(types))),
                "locateEntity", flows.handler(this::locate));
    }

    Reply members() {
        var drained = allocation.orders().drained();
        var items = allocation.members().all().stream()
                .map(member -> new MemberItem(
                        member.node().toString(),
                        member.status(),
                        member.reachable(),
                        member.oldest(),
                        drained.contains(member.node()),
                        member.roles(),
                        member.version()))
                .toList();
        return Reply.json(200, new Items<>(items));
    }

    /** Of all types. */
    Reply shards() {
        return shards(types);
    }

    private Reply shards(List<String> wanted) {
        var answers = wanted.stream().map(allocation::homes).toList();
        var items = new ArrayList<ShardItem>();
        for (int i = 0; i < wanted.size(); i++) {
            var type = wanted.get(i);
            Flows.await(answers.get(i)).shards().forEach((shard, home) -> items.add(item(type, shard, home)));
        }
        return Reply.json(200, new Items<>(items));
    }

    private ShardItem item(String type, String shard, Homes.Home home) {
        double load = allocation.loads().load(type, shard);
        return new ShardItem(
                type,
                shard,
                home.node().toString(),
                home.entities(),
                load,
                allocation.planner().weight(load));
    }

    private Reply locate(Call call) {
        var type = known(call.path("type"));
        var tenant = call.tenant();
        var id = call.id("id");
        int shard = key.shard(tenant, id);
        var band = key.band(tenant);
        var home = Flows.await(allocation.homes(type)).shards().get(Integer.toString(shard));
        var resident = home == null ? null : residents.ask(home.node(), type, tenant, id);
        var activity = resident == null ? null : resident.get("activity");
        return Reply.json(
                200,
                new EntityPlace(
                        type,
                        tenant.value(),
                        id.value(),
                        Integer.toString(shard),
                        home == null ? null : home.node().toString(),
                        allocation.loads().load(type, Integer.toString(shard)),
                        band.first(),
                        band.size(),
                        inMemory(home, resident, activity),
                        activity));
    }

    /** Null if the node of its shard does not say. */
    private static @Nullable Boolean inMemory(
            Homes.@Nullable Home home, @Nullable JsonNode answer, @Nullable JsonNode activity) {
        if (home != null && answer == null) {
            return null;
        }
        return activity != null && !activity.isNull();
    }

    private String known(String type) {
        if (!types.contains(type)) {
            throw Problems.NOT_FOUND.exception("there is no entity type " + type);
        }
        return type;
    }
}
