package dev.perennial.app.management;

import static java.util.Map.entry;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.operation.AuditEntry;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.shell.ShardKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Orders that stand until they are withdrawn or done, and the record of all there were. */
final class DirectiveRoutes implements Routes {

    private static final int PAGE = 50;

    private final Orderer orderer;
    private final ShardKey key;
    private final Flows flows;

    DirectiveRoutes(Orderer orderer, ShardKey key, Flows flows) {
        this.orderer = orderer;
        this.key = key;
        this.flows = flows;
    }

    private record Reason(String reason) {}

    private record ToNode(String node, String reason) {}

    private record ToNodes(List<String> nodes, String reason) {}

    private record DirectiveItem(String kind, String subject, List<String> nodes, Instant due) {
        static DirectiveItem of(Directive directive) {
            return new DirectiveItem(
                    Reply.label(directive.kind()), directive.subject(), directive.nodes(), directive.due());
        }
    }

    private record AuditItem(
            long id,
            Instant at,
            String actor,
            String action,
            String kind,
            String subject,
            List<String> nodes,
            String detail,
            String reason) {
        static AuditItem of(AuditEntry entry) {
            var directive = entry.directive();
            return new AuditItem(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    Reply.label(entry.action()),
                    Reply.label(directive.kind()),
                    directive.subject(),
                    directive.nodes(),
                    entry.detail(),
                    entry.reason());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.ofEntries(
                entry("pauseRebalancing", flows.handler(this::pause)),
                entry("resumeRebalancing", flows.handler(this::resume)),
                entry("moveShard", flows.handler(this::move)),
                entry("cancelMove", flows.handler(this::cancelMove)),
                entry("pinShard", flows.handler(this::pinShard)),
                entry("unpinShard", flows.handler(this::unpinShard)),
                entry("pinTenant", flows.handler(this::pinTenant)),
                entry("unpinTenant", flows.handler(this::unpinTenant)),
                entry("drainNode", flows.handler(this::drain)),
                entry("undrainNode", flows.handler(this::undrain)),
                entry("listDirectives", flows.handler(_ -> directives())),
                entry("listAudit", flows.handler(this::audit)));
    }

    private Reply pause(Call call) {
        return orderer.give(call, Directive.Kind.PAUSE, "", List.of(), reason(call));
    }

    private Reply resume(Call call) {
        return orderer.withdraw(call, Directive.Kind.PAUSE, "", reason(call));
    }

    private Reply move(Call call) {
        var to = call.body(ToNode.class);
        var shard = orderer.shard(call).toString();
        return orderer.give(call, Directive.Kind.MOVE, shard, orderer.members(List.of(to.node())), to.reason());
    }

    private Reply cancelMove(Call call) {
        return orderer.withdraw(call, Directive.Kind.MOVE, orderer.shard(call).toString(), Orderer.why(call));
    }

    private Reply pinShard(Call call) {
        var to = call.body(ToNodes.class);
        var shard = orderer.shard(call).toString();
        return orderer.give(call, Directive.Kind.PIN_SHARD, shard, orderer.members(to.nodes()), to.reason());
    }

    private Reply unpinShard(Call call) {
        return orderer.withdraw(
                call, Directive.Kind.PIN_SHARD, orderer.shard(call).toString(), Orderer.why(call));
    }

    private Reply pinTenant(Call call) {
        var to = call.body(ToNodes.class);
        var tenant = call.tenant();
        var nodes = to.nodes().stream().sorted().toList();
        orderer.book().directives().stream()
                .filter(other -> other.kind() == Directive.Kind.PIN_TENANT)
                .filter(other -> !other.subject().equals(tenant.value()))
                .filter(other -> !other.nodes().equals(nodes))
                .filter(other -> key.band(new TenantId(other.subject())).equals(key.band(tenant)))
                .findAny()
                .ifPresent(other -> {
                    throw Problems.CONFLICT.exception(
                            "shares its shards with " + other.subject() + ", which is pinned to other nodes");
                });
        return orderer.give(call, Directive.Kind.PIN_TENANT, tenant.value(), orderer.members(nodes), to.reason());
    }

    private Reply unpinTenant(Call call) {
        return orderer.withdraw(call, Directive.Kind.PIN_TENANT, call.tenant().value(), Orderer.why(call));
    }

    private Reply drain(Call call) {
        var node = orderer.members(List.of(call.path("node"))).getFirst();
        return orderer.give(call, Directive.Kind.DRAIN, node, List.of(), reason(call));
    }

    private Reply undrain(Call call) {
        return orderer.withdraw(call, Directive.Kind.DRAIN, call.path("node"), Orderer.why(call));
    }

    Reply directives() {
        var items = orderer.book().directives().stream().map(DirectiveItem::of).toList();
        return Reply.json(200, new Items<>(items));
    }

    private Reply audit(Call call) {
        var entries = orderer.book().audit(call.query("below", Long.MAX_VALUE), (int) call.query("limit", PAGE));
        return Reply.json(200, new Items<>(entries.stream().map(AuditItem::of).toList()));
    }

    private static String reason(Call call) {
        return call.body(Reason.class).reason();
    }
}
