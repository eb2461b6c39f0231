package dev.perennial.app.management;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.cluster.allocation.MemberInfo;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.shell.ShardKey;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/** Takes orders of a caller: checks that they can be meant, and has them kept and audited in the caller's name. */
final class Orderer {

    private final OrderBook book;
    private final Allocation allocation;
    private final ShardKey key;
    private final List<String> types;

    Orderer(OrderBook book, Allocation allocation, ShardKey key, List<String> types) {
        this.book = book;
        this.allocation = allocation;
        this.key = key;
        this.types = List.copyOf(types);
    }

    /** @param changed false if it was so already */
    private record Taken(boolean changed) {}

    OrderBook book() {
        return book;
    }

    /** At once. */
    Reply give(Call call, Directive.Kind kind, String subject, List<String> nodes, String reason) {
        var directive = new Directive(kind, subject, nodes, Instant.EPOCH);
        return Reply.json(200, new Taken(book.give(List.of(directive), actor(call), reason)));
    }

    Reply withdraw(Call call, Directive.Kind kind, String subject, String reason) {
        return Reply.json(200, new Taken(book.withdraw(kind, subject, actor(call), reason)));
    }

    /** What is done at once, in the transaction that records it. */
    Reply act(Call call, Directive what, String detail, String reason, Jdbc.Work<Boolean> work) {
        return Reply.json(200, new Taken(book.act(what, detail, actor(call), reason, work)));
    }

    /** The reason of a withdrawal, which has no body. */
    static String why(Call call) {
        return call.query("reason").orElse("");
    }

    static String actor(Call call) {
        return call.principal().caller().toString();
    }

    /** The shard in the path. */
    ShardName shard(Call call) {
        var name = new ShardName(call.path("type"), call.path("shard"));
        if (!types.contains(name.type()) || Integer.parseInt(name.shard()) >= key.shards()) {
            throw Problems.NOT_FOUND.exception("there is no shard " + name);
        }
        return name;
    }

    /** The members now. */
    List<MemberInfo> members() {
        return allocation.members().all();
    }

    /** These nodes, all of them members now. */
    List<String> members(List<String> nodes) {
        var strangers = new HashSet<>(nodes);
        allocation.members().all().stream()
                .map(MemberInfo::node)
                .map(Object::toString)
                .forEach(strangers::remove);
        if (!strangers.isEmpty()) {
            throw Problems.CONFLICT.exception("not in the cluster: " + String.join(", ", strangers));
        }
        return nodes;
    }
}
