package dev.perennial.app.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.FollowUps;
import dev.perennial.app.http.Reply;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.projection.Places;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.ProjectionStatus;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** All projections of the cluster: who runs which part, as the nodes tell, and how far it is, as the database tells. */
final class ProjectionOverview {

    private static final String TOPIC = "projections";

    private final Peers peers;
    private final FollowUps followUps;
    private final OrderBook book;
    private final DataSource source;
    private final Places places;
    private final InstantSource clock;

    /** @param source the projections' */
    ProjectionOverview(
            Peers peers,
            FollowUps followUps,
            OrderBook book,
            DataSource source,
            HorizonReader reader,
            InstantSource clock) {
        this.peers = peers;
        this.followUps = followUps;
        this.book = book;
        this.source = source;
        this.places = new Places(reader);
        this.clock = clock;
        peers.answer(TOPIC, _ -> followUps.status().stream().map(Runner::of).toList());
    }

    record Overview(List<Item> items, List<String> silentNodes) {}

    record Item(String name, String kind, boolean paused, boolean rebuildOrdered, List<Instance> instances) {}

    record Instance(
            String node,
            String slices,
            String state,
            long events,
            long pages,
            @Nullable Instant appliedAt,
            @Nullable PositionItem position,
            @Nullable Long lagMillis,
            @Nullable JsonNode failure) {}

    record PositionItem(String transaction, long ordering) {
        static PositionItem of(Position position) {
            return new PositionItem(Long.toString(position.transactionId()), position.ordering());
        }
    }

    /** One runner, as its node tells. */
    private record Runner(
            String projection,
            int from,
            int to,
            String state,
            long events,
            long pages,
            @Nullable Instant appliedAt,
            @Nullable FailureItem failure) {
        static Runner of(ProjectionStatus status) {
            return new Runner(
                    status.projection(),
                    status.slices().from(),
                    status.slices().to(),
                    Reply.label(status.state()),
                    status.events(),
                    status.pages(),
                    status.appliedAt().orElse(null),
                    status.failure().map(FailureItem::of).orElse(null));
        }
    }

    private record FailureItem(String error, Instant at, int times, Instant again) {
        static FailureItem of(ProjectionStatus.Failure failure) {
            return new FailureItem(failure.error(), failure.at(), failure.times(), failure.again());
        }
    }

    Collection<Projection> known() {
        return followUps.known();
    }

    /** Blocks. */
    Overview now() {
        var answers = peers.all(TOPIC, "");
        var orders = book.directives();
        try (var connection = source.getConnection()) {
            var items = new ArrayList<Item>();
            for (var projection : known().stream()
                    .sorted(Comparator.comparing(Projection::name))
                    .toList()) {
                items.add(item(connection, projection, answers, orders));
            }
            return new Overview(items, answers.silentNodes());
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    private Item item(Connection connection, Projection projection, Peers.Answers answers, List<Directive> orders)
            throws SQLException {
        var instances = new ArrayList<Instance>();
        for (var answer : answers.given().entrySet()) {
            for (var runner : answer.getValue()) {
                if (runner.path("projection").asText().equals(projection.name())) {
                    instances.add(
                            instance(connection, projection, answer.getKey().toString(), runner));
                }
            }
        }
        instances.sort(Comparator.comparing(Instance::slices).thenComparing(Instance::node));
        return new Item(
                projection.name(),
                switch (projection.handler()) {
                    case Projection.View _ -> "view";
                    case Projection.Reaction _ -> "reaction";
                },
                ordered(orders, Directive.Kind.PAUSE_PROJECTION, projection),
                ordered(orders, Directive.Kind.REBUILD_VIEW, projection),
                instances);
    }

    private Instance instance(Connection connection, Projection projection, String node, JsonNode runner)
            throws SQLException {
        var slices =
                new SliceRange(runner.path("from").asInt(), runner.path("to").asInt());
        var place = places.of(connection, projection, slices);
        var applied = runner.path("appliedAt").textValue();
        return new Instance(
                node,
                slices.from() + "-" + slices.to(),
                runner.path("state").asText(),
                runner.path("events").asLong(),
                runner.path("pages").asLong(),
                applied == null ? null : Instant.parse(applied),
                place.map(at -> PositionItem.of(at.position())).orElse(null),
                place.map(at -> lag(at.pendingSince())).orElse(null),
                runner.path("failure"));
    }

    private long lag(Optional<Instant> pendingSince) {
        return pendingSince
                .map(since -> Duration.between(since, clock.instant()).toMillis())
                .map(millis -> Math.max(0, millis))
                .orElse(0L);
    }

    private static boolean ordered(List<Directive> orders, Directive.Kind kind, Projection projection) {
        return orders.stream()
                .anyMatch(order -> order.kind() == kind && order.subject().equals(projection.name()));
    }
}
