package dev.perennial.app.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What did not arrive and what does not come through, on all nodes. */
final class DeadLetterRoutes implements Routes {

    private static final String TOPIC = "dead-letters";
    static final int SHOWN = 50;

    /** Of an error's message. */
    private static final int LONGEST = 500;

    private final Peers peers;
    private final Flows flows;

    DeadLetterRoutes(Peers peers, Undelivered undelivered, List<StuckWork> sources, Flows flows) {
        this.peers = peers;
        this.flows = flows;
        peers.answer(TOPIC, _ -> {
            var summary = undelivered.summary();
            var stuck = sources.stream()
                    .flatMap(source -> source.stuck().stream())
                    .map(StuckItem::of)
                    .toList();
            return new OfNode(stuck, summary.counts(), summary.latest());
        });
    }

    private record OfNode(List<StuckItem> stuck, List<Undelivered.Count> counts, List<Undelivered.Letter> latest) {}

    private record StuckItem(
            String kind,
            String name,
            String error,
            Instant at,
            int times,
            @Nullable Instant again) {
        static StuckItem of(StuckWork.Item item) {
            var error = item.error().length() > LONGEST ? item.error().substring(0, LONGEST) + "…" : item.error();
            return new StuckItem(
                    item.kind(),
                    item.name(),
                    error,
                    item.at(),
                    item.times(),
                    item.again().orElse(null));
        }
    }

    private record Letters(
            List<JsonNode> stuck, List<JsonNode> counts, List<JsonNode> latest, List<String> silentNodes) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("listDeadLetters", flows.handler(call -> list((int) call.query("limit", SHOWN))));
    }

    /** @param limit of undelivered messages shown one by one */
    Reply list(int limit) {
        var answers = peers.all(TOPIC, "");
        return Reply.json(
                200,
                new Letters(
                        all(
                                answers,
                                "stuck",
                                Comparator.comparing(item -> item.path("at").asText())),
                        all(
                                answers,
                                "counts",
                                Comparator.comparing(
                                        count -> -count.path("number").asLong())),
                        all(
                                        answers,
                                        "latest",
                                        Comparator.<JsonNode, String>comparing(letter ->
                                                        letter.path("at").asText())
                                                .reversed())
                                .stream()
                                .limit(limit)
                                .toList(),
                        answers.silentNodes()));
    }

    /** What all nodes answered under that name, each with its node. */
    private static List<JsonNode> all(Peers.Answers answers, String field, Comparator<JsonNode> order) {
        var items = new ArrayList<JsonNode>();
        answers.given()
                .forEach((node, answer) -> answer.path(field)
                        .forEach(item -> items.add(((ObjectNode) item).put("node", node.toString()))));
        items.sort(order);
        return items;
    }
}
