package dev.perennial.app;

import com.typesafe.config.Config;
import dev.perennial.app.log.RecentLines;
import dev.perennial.app.management.Managed;
import dev.perennial.app.management.Management;
import dev.perennial.app.management.OrderBook;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.operation.DirectiveTable;
import dev.perennial.persistence.shell.EntityRegistry;
import dev.perennial.persistence.shell.ShardKey;
import dev.perennial.persistence.shell.ShardPolicy;
import dev.perennial.persistence.shell.ShardedEntities;
import dev.perennial.persistence.sql.Database;
import java.time.Clock;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;

/** What decides where entities live on this node's part: measured load, and the orders that operators give. */
record Operations(
        ActorSystem<?> system,
        Allocation allocation,
        OrderBook orders,
        ShardKey key,
        List<String> types,
        RecentLines log) {

    /** Begins to measure and to look for orders. */
    static Operations begin(
            ActorSystem<?> system,
            Settings settings,
            Database database,
            EntityRegistry registry,
            FollowUps followUps,
            Clock clock) {
        var cluster = settings.cluster();
        var key = new ShardKey(cluster.shards(), cluster.tenantShards());
        var types = registry.all().stream().map(EntityType::name).sorted().toList();
        var allocation = new Allocation(system, settings.allocation(), cluster.shards(), clock);
        var table = new DirectiveTable(database.operation());
        var orders = OrderBook.start(system, table, allocation, key, types, clock);
        orders.whenRead(followUps::obey);
        return new Operations(system, allocation, orders, key, types, RecentLines.keep());
    }

    /** For the regions of entities. */
    ShardPolicy shards() {
        return new PlannedShards(key, allocation);
    }

    /** Opens the management API. */
    Management serve(Platform platform, ShardedEntities entities, Config config, Watching watching) {
        return Management.start(
                system,
                platform,
                new Managed(
                        allocation,
                        orders,
                        key,
                        types,
                        entities,
                        config,
                        log,
                        platform.database()::pools,
                        watching.requests(),
                        watching.tenants()));
    }
}
