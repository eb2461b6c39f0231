package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.EventPage;
import dev.perennial.persistence.journal.Feed;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.Offsets.Held;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.telemetry.Span;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes one projection over one range of slices forward, a page at a time. It keeps what it read of the offsets between
 * pages, and finds out in each page's transaction, holding their locks, whether that is still so; if another instance moved
 * them, it starts over from where they are now. Not for sharing between threads.
 */
final class ProjectionRunner {

    /** What came of a step. */
    enum Step {
        /** There is nothing to read. */
        IDLE,
        /** There is something, which a transaction that has yet to end keeps above the horizon. */
        HIDDEN,
        /** A page took effect, and for now it was the last. */
        APPLIED,
        /** A page took effect, and there is more. */
        MORE,
        /** Another instance was faster. Step again. */
        OVERTAKEN,
        /** The views have another form, or are not there yet. */
        FOREIGN_FORM
    }

    private static final int MOST_SPANS = 100;

    private final DataSource source;
    private final HorizonReader reader;
    private final Projection projection;
    private final SliceRange slices;
    private final Feed feed;
    private final ProjectionSettings settings;
    private final Offsets offsets;
    private final Progress progress;
    private final Telemetry telemetry;
    private @Nullable Held known;

    /** Up to here there is nothing for us after what is known, though the offset does not say so yet. */
    private Position passed = Position.ORIGIN;

    private long keptAt;

    ProjectionRunner(
            DataSource source,
            HorizonReader reader,
            Projection projection,
            SliceRange slices,
            ProjectionSettings settings,
            Progress progress,
            Telemetry telemetry) {
        this.source = source;
        this.reader = reader;
        this.projection = projection;
        this.slices = slices;
        this.feed = new Feed(projection.types(), slices);
        this.settings = settings;
        this.offsets = new Offsets(projection.name());
        this.progress = progress;
        this.telemetry = telemetry;
    }

    /** Reads the next page and applies it. After an exception nothing of the page has taken effect in the database. */
    Step step() throws Exception {
        try {
            return attempt();
        } catch (Exception e) {
            known = null;
            throw e;
        }
    }

    private Step attempt() throws Exception {
        Held held;
        EventPage page;
        try (var connection = source.getConnection()) {
            held = known != null ? known : load(connection);
            if (!held.form().equals(projection.fingerprint())) {
                return Step.FOREIGN_FORM;
            }
            if (!Offsets.covers(held.rows(), slices)) {
                return Step.OVERTAKEN;
            }
            if (known == null) {
                known = held;
                passed = Offsets.lowest(held.rows());
                keptAt = System.nanoTime();
            }
            page = reader.page(connection, feed, passed, settings.pageSize());
            if (page.isEmpty() && reader.anyAfter(connection, feed, page.end())) {
                return Step.HIDDEN;
            }
        }
        if (page.isEmpty()) {
            passed = page.end();
            return keepOffset(held, page);
        }
        return apply(held, page, Offsets.fresh(held.rows(), page));
    }

    private Step apply(Held held, EventPage page, List<StoredEvent> fresh) throws Exception {
        var spans = spans(fresh);
        try {
            var step = handle(held, page, fresh);
            spans.forEach(step == Step.OVERTAKEN ? span -> span.fail("overtaken") : Span::end);
            return step;
        } catch (Exception | Error e) {
            spans.forEach(span -> span.fail(String.valueOf(e)));
            throw e;
        }
    }

    /** One for each trace that someone wants to see and that led to one of these events. */
    private List<Span> spans(List<StoredEvent> fresh) {
        return fresh.stream()
                .map(event -> event.decoded().trace())
                .filter(Span::isSampled)
                .distinct()
                .limit(MOST_SPANS)
                .map(trace -> telemetry.begin(Span.Kind.CONSUMER, projection.name(), trace))
                .toList();
    }

    private Step handle(Held held, EventPage page, List<StoredEvent> fresh) throws Exception {
        return switch (projection.handler()) {
            case Projection.View view -> commit(held, page, fresh, connection -> view.apply(connection, fresh));
            case Projection.Reaction reaction -> {
                if (!fresh.isEmpty()) {
                    reaction.react(fresh);
                }
                yield commit(held, page, fresh, _ -> {});
            }
        };
    }

    /** Writes an offset that moved over nothing, now and then: what else would move it may never come. */
    private Step keepOffset(Held held, EventPage page) throws SQLException {
        if (System.nanoTime() - keptAt < settings.keepOffset().toNanos()) {
            return Step.IDLE;
        }
        return commit(held, page, List.of(), _ -> {}) == Step.OVERTAKEN ? Step.OVERTAKEN : Step.IDLE;
    }

    private Step commit(Held expected, EventPage page, List<StoredEvent> fresh, Effect effect) throws SQLException {
        var moved = Jdbc.inTransaction(source, connection -> {
            var locked = offsets.lock(connection, slices);
            if (!Offsets.covers(locked.rows(), slices) || !locked.within(slices).equals(expected)) {
                return false;
            }
            if (!fresh.isEmpty()) {
                effect.on(connection);
            }
            offsets.advance(connection, locked.rows(), slices, page.end());
            return true;
        });
        if (!moved) {
            known = null;
            return Step.OVERTAKEN;
        }
        passed = page.end();
        keptAt = System.nanoTime();
        known = new Held(Offsets.layout(expected.rows(), slices, page.end()), expected.form());
        progress.applied(page.end(), fresh);
        return page.full() ? Step.MORE : Step.APPLIED;
    }

    private Held load(Connection connection) throws SQLException {
        var held = offsets.read(connection, slices);
        if (held.rows().isEmpty() && projection.handler() instanceof Projection.Reaction) {
            offsets.begin(connection);
            held = offsets.read(connection, slices);
        }
        return held.within(slices);
    }

    @FunctionalInterface
    private interface Effect {
        void on(Connection connection) throws SQLException;
    }
}
