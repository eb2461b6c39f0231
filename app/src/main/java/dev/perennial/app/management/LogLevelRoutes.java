package dev.perennial.app.management;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.log.LogLevels;
import dev.perennial.cluster.allocation.MemberInfo;
import dev.perennial.cluster.allocation.NodeId;
import dev.perennial.persistence.operation.Directive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What nodes write into their logs. */
final class LogLevelRoutes implements Routes {

    private static final String LIST = "log-levels";
    private static final String SET = "set-log-level";
    private static final String RESTORE = "restore-log-level";

    private final Orderer orderer;
    private final Peers peers;
    private final Flows flows;

    LogLevelRoutes(Orderer orderer, Peers peers, LogLevels levels, Flows flows) {
        this.orderer = orderer;
        this.peers = peers;
        this.flows = flows;
        peers.answer(LIST, _ -> levels.own());
        peers.answer(SET, question -> {
            var parts = question.split(" ", -1);
            long seconds = Long.parseLong(parts[2]);
            var lasting = seconds == 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofSeconds(seconds));
            try {
                return new Change(levels.set(parts[0], Level.valueOf(parts[1]), lasting), null);
            } catch (IllegalStateException refused) {
                return new Change(false, refused.getMessage());
            }
        });
        peers.answer(RESTORE, logger -> new Change(levels.restore(logger), null));
    }

    /** @param refused why it could not be changed */
    private record Change(boolean changed, @Nullable String refused) {}

    private record Wish(
            String level,
            @Nullable Integer lastingSeconds,
            @Nullable List<String> nodes,
            String reason) {}

    private record NodeLevels(String node, JsonNode loggers) {}

    private record Levels(List<NodeLevels> items, List<String> silentNodes) {}

    private record Changed(boolean changed, List<String> nodes, List<String> silentNodes) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "listLogLevels", flows.handler(_ -> list()),
                "setLogLevel", flows.handler(this::set),
                "restoreLogLevel", flows.handler(this::restore));
    }

    private Reply list() {
        var answers = peers.all(LIST, "");
        var items = answers.given().entrySet().stream()
                .map(answer -> new NodeLevels(answer.getKey().toString(), answer.getValue()))
                .toList();
        return Reply.json(200, new Levels(items, answers.silentNodes()));
    }

    private Reply set(Call call) {
        var wish = call.body(Wish.class);
        int seconds = wish.lastingSeconds() == null ? 0 : wish.lastingSeconds();
        var nodes = wish.nodes() == null ? everyone() : orderer.members(wish.nodes());
        var level = wish.level().toUpperCase(Locale.ROOT);
        var detail = wish.level() + (seconds == 0 ? "" : " for " + seconds + " s");
        return change(call, SET, call.path("logger") + " " + level + " " + seconds, nodes, detail, wish.reason());
    }

    private Reply restore(Call call) {
        return change(call, RESTORE, call.path("logger"), everyone(), "restored", Orderer.why(call));
    }

    /** Recorded before it is done: afterwards it could be forgotten. */
    private Reply change(Call call, String topic, String question, List<String> nodes, String detail, String reason) {
        var what = new Directive(Directive.Kind.SET_LOG_LEVEL, call.path("logger"), nodes, Instant.EPOCH);
        orderer.book().act(what, detail, Orderer.actor(call), reason, _ -> true);
        var answers = peers.ask(nodes.stream().map(NodeId::parse).toList(), topic, question);
        answers.given().values().stream()
                .map(answer -> answer.path("refused"))
                .filter(JsonNode::isTextual)
                .findAny()
                .ifPresent(refused -> {
                    throw Problems.CONFLICT.exception(refused.asText());
                });
        boolean changed = answers.given().values().stream()
                .anyMatch(answer -> answer.path("changed").asBoolean());
        return Reply.json(200, new Changed(changed, answers.givenNodes(), answers.silentNodes()));
    }

    private List<String> everyone() {
        return orderer.members().stream()
                .map(MemberInfo::node)
                .map(NodeId::toString)
                .toList();
    }
}
