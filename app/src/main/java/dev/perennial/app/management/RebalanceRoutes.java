package dev.perennial.app.management;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.cluster.allocation.MadeMove;
import dev.perennial.cluster.allocation.Move;
import dev.perennial.persistence.operation.Directive;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Balance on request: what would move, that it moves at a pace, and how far that is. */
final class RebalanceRoutes implements Routes {

    private static final int MOVES_SHOWN = 100;
    private static final int DEFAULT_PACE = 60;

    private final Orderer orderer;
    private final Allocation allocation;
    private final List<String> types;
    private final Flows flows;
    private final InstantSource clock;

    RebalanceRoutes(Orderer orderer, Allocation allocation, List<String> types, Flows flows, InstantSource clock) {
        this.orderer = orderer;
        this.allocation = allocation;
        this.types = types.stream().sorted().toList();
        this.flows = flows;
        this.clock = clock;
    }

    /** @param movesPerMinute over all types */
    private record Wish(
            @Nullable Integer tolerancePercent,
            @Nullable Integer movesPerMinute,
            @Nullable String reason) {
        OptionalInt tolerance() {
            return tolerancePercent == null ? OptionalInt.empty() : OptionalInt.of(tolerancePercent);
        }

        Duration between() {
            return Duration.ofMinutes(1).dividedBy(movesPerMinute == null ? DEFAULT_PACE : movesPerMinute);
        }
    }

    private record Plan(List<PlannedMove> moves) {}

    private record PlannedMove(
            String type, String shard, String from, String to, String reason, long expectedPauseMillis) {}

    private record Progress(boolean paused, List<WaitingMove> waiting, List<MovedShard> made) {}

    private record WaitingMove(String type, String shard, String to, Instant due) {}

    private record MovedShard(
            String type,
            String shard,
            String from,
            String to,
            String reason,
            Instant at,
            long pauseMillis,
            boolean done) {
        static MovedShard of(MadeMove move) {
            return new MovedShard(
                    move.type(),
                    move.shard(),
                    move.from().toString(),
                    move.to().toString(),
                    Reply.label(move.reason()),
                    move.at(),
                    move.pause().toMillis(),
                    move.done());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "planRebalance", flows.handler(call -> Reply.json(200, plan(call.body(Wish.class)))),
                "applyRebalance", flows.handler(this::apply),
                "getRebalancing", flows.handler(_ -> progress()));
    }

    private Plan plan(Wish wish) {
        var answers = types.stream()
                .map(type -> allocation.forecast(type, wish.tolerance()))
                .toList();
        var moves = new ArrayList<PlannedMove>();
        for (int i = 0; i < types.size(); i++) {
            for (var move : Flows.await(answers.get(i))) {
                moves.add(planned(types.get(i), move));
            }
        }
        return new Plan(moves);
    }

    private static PlannedMove planned(String type, Move move) {
        return new PlannedMove(
                type,
                move.shard(),
                move.from().toString(),
                move.to().toString(),
                Reply.label(move.reason()),
                move.expectedPause().toMillis());
    }

    private Reply apply(Call call) {
        var wish = call.body(Wish.class);
        var plan = plan(wish);
        var due = clock.instant();
        var orders = new ArrayList<Directive>();
        for (var move : plan.moves()) {
            var name = new ShardName(move.type(), move.shard());
            orders.add(new Directive(Directive.Kind.MOVE, name.toString(), List.of(move.to()), due));
            due = due.plus(wish.between());
        }
        orderer.book().give(orders, Orderer.actor(call), wish.reason() == null ? "" : wish.reason());
        return Reply.json(202, plan);
    }

    private Reply progress() {
        var directives = orderer.book().directives();
        var waiting = directives.stream()
                .filter(directive -> directive.kind() == Directive.Kind.MOVE)
                .map(directive -> {
                    var name = ShardName.parse(directive.subject());
                    return new WaitingMove(
                            name.type(), name.shard(), directive.nodes().getFirst(), directive.due());
                })
                .toList();
        var made = allocation.log().moves().stream()
                .limit(MOVES_SHOWN)
                .map(MovedShard::of)
                .toList();
        boolean paused = directives.stream().anyMatch(directive -> directive.kind() == Directive.Kind.PAUSE);
        return Reply.json(200, new Progress(paused, waiting, made));
    }
}
