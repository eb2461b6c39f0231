package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.ProjectionStatus.Failure;
import dev.perennial.persistence.projection.ProjectionStatus.State;
import dev.perennial.persistence.telemetry.ProjectionMeter;
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
    private final ProjectionMeter meter;

    /** @param committed rung after each page */
    Progress(String projection, SliceRange slices, Clock clock, Pulse committed, ProjectionMeter meter) {
        this.clock = clock;
        this.committed = committed;
        this.meter = meter;
        this.status = new AtomicReference<>(new ProjectionStatus(
                projection,
                slices,
                State.RUNNING,
                Position.ORIGIN,
                0,
                0,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty()));
    }

    ProjectionStatus status() {
        return status.get();
    }

    void applied(Position end, List<StoredEvent> events) {
        var now = clock.instant();
        status.updateAndGet(s -> new ProjectionStatus(
                s.projection(),
                s.slices(),
                State.RUNNING,
                end,
                s.events() + events.size(),
                s.pages() + 1,
                events.isEmpty()
                        ? s.lastLag()
                        : Duration.between(events.getLast().at(), now),
                events.isEmpty() ? s.appliedAt() : Optional.of(now),
                s.failure()));
        if (!events.isEmpty()) {
            meter.applied(events.size(), status.get().lastLag());
            committed.ring();
        }
    }

    void is(State state) {
        to(state, status.get().failure());
    }

    /** @param pause before the next try */
    void failed(Throwable error, Duration pause) {
        meter.failed();
        var before = status.get();
        int times = before.state() == State.FAILING
                ? before.failure().map(Failure::times).orElse(0)
                : 0;
        var now = clock.instant();
        to(State.FAILING, Optional.of(new Failure(String.valueOf(error), now, times + 1, now.plus(pause))));
    }

    private void to(State state, Optional<Failure> failure) {
        status.updateAndGet(s -> new ProjectionStatus(
                s.projection(),
                s.slices(),
                state,
                s.position(),
                s.events(),
                s.pages(),
                s.lastLag(),
                s.appliedAt(),
                failure));
    }
}
