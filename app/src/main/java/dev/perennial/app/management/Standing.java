package dev.perennial.app.management;

import dev.perennial.cluster.allocation.NodeId;
import dev.perennial.cluster.allocation.Orders;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.shell.ShardKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What stored directives mean for shards. A tenant's pin holds for its whole band, of every type. */
final class Standing {

    private final ShardKey key;
    private final List<String> types;

    private boolean paused;
    private final Set<NodeId> drained = new HashSet<>();
    private final Map<String, Map<String, Set<NodeId>>> pins = new HashMap<>();
    private final Map<String, Map<String, NodeId>> moves = new HashMap<>();

    private Standing(ShardKey key, List<String> types) {
        this.key = key;
        this.types = types;
    }

    /** The orders at this time; moves that are due later do not count yet. */
    static Orders orders(List<Directive> directives, ShardKey key, List<String> types, Instant now) {
        var standing = new Standing(key, types);
        // Kinds in their order: the pin of a shard is more particular than that of a tenant, and replaces it.
        directives.stream()
                .filter(directive -> !directive.due().isAfter(now))
                .sorted(Comparator.comparing(Directive::kind))
                .forEach(standing::add);
        return new Orders(standing.paused, standing.drained, standing.pins, standing.moves);
    }

    private void add(Directive directive) {
        switch (directive.kind()) {
            case PAUSE -> paused = true;
            case DRAIN -> drained.add(NodeId.parse(directive.subject()));
            case PIN_TENANT -> {
                var band = key.band(new TenantId(directive.subject()));
                for (var type : types) {
                    for (int shard = band.first(); shard < band.first() + band.size(); shard++) {
                        pin(new ShardName(type, Integer.toString(shard)), directive);
                    }
                }
            }
            case PIN_SHARD -> pin(ShardName.parse(directive.subject()), directive);
            case PAUSE_PROJECTION, REBUILD_VIEW, RESET_REACTION, SET_LOG_LEVEL -> {} // Not about shards.
            case MOVE -> {
                var name = ShardName.parse(directive.subject());
                moves.computeIfAbsent(name.type(), _ -> new HashMap<>())
                        .put(name.shard(), NodeId.parse(directive.nodes().getFirst()));
            }
        }
    }

    private void pin(ShardName name, Directive directive) {
        var nodes = directive.nodes().stream().map(NodeId::parse).collect(Collectors.toUnmodifiableSet());
        pins.computeIfAbsent(name.type(), _ -> new HashMap<>()).put(name.shard(), nodes);
    }
}
