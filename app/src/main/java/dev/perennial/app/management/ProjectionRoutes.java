package dev.perennial.app.management;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.persistence.journal.JournalWatch;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.projection.Places;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What follows the journal: how far it is, that it rests, that views are built anew and reactions turned back. */
final class ProjectionRoutes implements Routes {

    private final Orderer orderer;
    private final ProjectionOverview overview;
    private final DataSource journal;
    private final Flows flows;

    /** @param journal may read it all */
    ProjectionRoutes(Orderer orderer, ProjectionOverview overview, DataSource journal, Flows flows) {
        this.orderer = orderer;
        this.overview = overview;
        this.journal = journal;
        this.flows = flows;
    }

    private record Reason(String reason) {}

    private record Wish(@Nullable Instant time, @Nullable JsonNode position, String reason) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.ofEntries(
                entry("listProjections", flows.handler(_ -> list())),
                entry("pauseProjection", flows.handler(this::pause)),
                entry("resumeProjection", flows.handler(this::resume)),
                entry("rebuildView", flows.handler(this::rebuild)),
                entry("cancelRebuild", flows.handler(this::cancelRebuild)),
                entry("resetReaction", flows.handler(this::reset)));
    }

    Reply list() {
        return Reply.json(200, overview.now());
    }

    private Reply pause(Call call) {
        return orderer.give(call, Directive.Kind.PAUSE_PROJECTION, any(call).name(), List.of(), reason(call));
    }

    private Reply resume(Call call) {
        return orderer.withdraw(call, Directive.Kind.PAUSE_PROJECTION, any(call).name(), Orderer.why(call));
    }

    private Reply rebuild(Call call) {
        return orderer.give(call, Directive.Kind.REBUILD_VIEW, view(call).name(), List.of(), reason(call));
    }

    private Reply cancelRebuild(Call call) {
        return orderer.withdraw(call, Directive.Kind.REBUILD_VIEW, view(call).name(), Orderer.why(call));
    }

    private Reply reset(Call call) {
        var reaction = reaction(call).name();
        var wish = call.body(Wish.class);
        var to = position(wish);
        var detail = "to %d/%d".formatted(to.transactionId(), to.ordering());
        return orderer.act(
                call,
                new Directive(Directive.Kind.RESET_REACTION, reaction, List.of(), Instant.EPOCH),
                detail,
                wish.reason(),
                connection -> Places.turnBack(connection, reaction, to));
    }

    private Position position(Wish wish) {
        if (wish.position() != null) {
            return new Position(
                    Long.parseLong(wish.position().path("transaction").asText()),
                    wish.position().path("ordering").asLong());
        }
        var time = wish.time() == null ? Instant.EPOCH : wish.time();
        try {
            return Jdbc.inTransaction(journal, connection -> JournalWatch.before(connection, time));
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    private Projection any(Call call) {
        return known(call.path("projection"));
    }

    private Projection view(Call call) {
        var found = known(call.path("view"));
        return switch (found.handler()) {
            case Projection.View _ -> found;
            case Projection.Reaction _ -> throw Problems.NOT_FOUND.exception("there are no views " + found.name());
        };
    }

    private Projection reaction(Call call) {
        var found = known(call.path("reaction"));
        return switch (found.handler()) {
            case Projection.Reaction _ -> found;
            case Projection.View _ ->
                throw Problems.NOT_FOUND.exception(found.name() + " is no reaction; views are built anew");
        };
    }

    private Projection known(String name) {
        return overview.known().stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problems.NOT_FOUND.exception("there is no projection " + name));
    }

    private static String reason(Call call) {
        return call.body(Reason.class).reason();
    }
}
