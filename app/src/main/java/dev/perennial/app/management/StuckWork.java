package dev.perennial.app.management;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that knows of work which cannot be done now or was given up, on this node. */
@FunctionalInterface
public interface StuckWork {

    /** What there is of it now. Must not block, and must be bounded. */
    List<Item> stuck();

    /**
     * A piece of such work.
     *
     * @param kind of work: {@code projection}, {@code chore}
     * @param name which one
     * @param error why the last try failed; never what the work was about
     * @param times tries in a row that failed
     * @param again when it is tried next; empty if it was given up
     */
    record Item(String kind, String name, String error, Instant at, int times, Optional<Instant> again) {}
}
