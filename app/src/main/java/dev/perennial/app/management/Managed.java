package dev.perennial.app.management;

import com.typesafe.config.Config;
import dev.perennial.app.http.RequestWatch;
import dev.perennial.app.log.RecentLines;
import dev.perennial.app.telemetry.TenantLoad;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.persistence.shell.ShardKey;
import dev.perennial.persistence.shell.ShardedEntities;
import dev.perennial.persistence.sql.PoolUse;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the management API shows and steers.
 *
 * @param config of this node, secrets included
 * @param log of this node
 * @param types of entities, by name
 * @param pools of this node, as they are used now
 * @param requests told of those to the management API
 * @param tenants whom this node works for
 */
public record Managed(
        Allocation allocation,
        OrderBook orders,
        ShardKey key,
        List<String> types,
        ShardedEntities entities,
        Config config,
        RecentLines log,
        Supplier<List<PoolUse>> pools,
        RequestWatch requests,
        TenantLoad tenants) {

    /** The version of the program that this node runs. */
    String version() {
        var self = allocation.members().self();
        return allocation.members().all().stream()
                .filter(member -> member.node().equals(self))
                .map(member -> member.version())
                .findFirst()
                .orElse("");
    }
}
