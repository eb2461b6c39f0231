package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.ProjectionStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The status of a runner, written by it and read by anyone. */
final class Progress {

    private final AtomicReference<ProjectionStatus> status;
    private final Clock clock;
    private final Pulse committed;

    /** @param committed rung after each page */
    Progress(String projection, SliceRange slices, Clock clock, Pulse committed) {
        this.clock = clock;
        this.committed = committed;
        this.status = new AtomicReference<>(new ProjectionStatus(
                projection, slices, State.RUNNING, Position.ORIGIN, 0, 0, Duration.ZERO, Optional.empty()));
    }

    ProjectionStatus status() {
        return status.get();
    }

    void applied(Position end, List<StoredEvent> events) {
        var lag = events.isEmpty()
                ? status.get().lastLag()
                : Duration.between(events.getLast().at(), clock.instant());
        status.updateAndGet(s -> new ProjectionStatus(
                s.projection(),
                s.slices(),
                State.RUNNING,
                end,
                s.events() + events.size(),
                s.pages() + 1,
                lag,
                Optional.empty()));
        if (!events.isEmpty()) {
            committed.ring();
        }
    }

    void is(State state) {
        to(state, Optional.empty());
    }

    void failed(Throwable error) {
        to(State.FAILING, Optional.of(String.valueOf(error)));
    }

    private void to(State state, Optional<String> error) {
        status.updateAndGet(s -> new ProjectionStatus(
                s.projection(), s.slices(), state, s.position(), s.events(), s.pages(), s.lastLag(), error));
    }
}
