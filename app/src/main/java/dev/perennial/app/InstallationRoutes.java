package dev.perennial.app;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.persistence.projection.ProjectionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What those who run the installation ask of a node. */
final class InstallationRoutes implements Routes {

    private static final int ACCEPTED = 202;

    private final FollowUps followUps;
    private final Flows flows;

    InstallationRoutes(FollowUps followUps, Flows flows) {
        this.followUps = followUps;
        this.flows = flows;
    }

    private record Items(@Nullable Long hiddenMillis, List<Item> items) {}

    private record Item(
            String name,
            String slices,
            String state,
            long events,
            long pages,
            long lagMillis,
            @Nullable String error) {
        static Item of(ProjectionStatus status) {
            return new Item(
                    status.projection(),
                    status.slices().toString(),
                    Reply.label(status.state()),
                    status.events(),
                    status.pages(),
                    status.lastLag().toMillis(),
                    status.error().orElse(null));
        }
    }

    private record Begun(String name) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("listProjections", flows.handler(_ -> list()), "rebuildProjection", this::rebuild);
    }

    private Reply list() {
        var hidden = followUps.hidden().map(Duration::toMillis).orElse(null);
        return Reply.json(
                200, new Items(hidden, followUps.status().stream().map(Item::of).toList()));
    }

    private CompletionStage<Reply> rebuild(Call call) {
        var name = call.path("projection");
        return followUps.rebuild(name)
                ? CompletableFuture.completedStage(Reply.json(ACCEPTED, new Begun(name)))
                : CompletableFuture.failedStage(Problems.NOT_FOUND.exception("no module of that name has views"));
    }
}
