package dev.perennial.persistence.journal;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Slices from {@code from} to {@code to}, both included. Every entity is in one slice for ever. */
public record SliceRange(int from, int to) {

    /** How many slices there are. */
    public static final int SLICES = 1024;

    public static final SliceRange ALL = new SliceRange(0, SLICES - 1);

    public SliceRange {
        if (from < 0 || from > to || to >= SLICES) {
            throw new IllegalArgumentException("no range of slices: " + from + " to " + to);
        }
    }

    /** All slices in so many ranges of nearly equal size, in order; at most {@value #SLICES}. */
    public static List<SliceRange> split(int ranges) {
        return IntStream.range(0, ranges)
                .mapToObj(i -> new SliceRange(i * SLICES / ranges, (i + 1) * SLICES / ranges - 1))
                .toList();
    }

    public boolean contains(int slice) {
        return from <= slice && slice <= to;
    }

    /** What both have in common. */
    public Optional<SliceRange> intersect(SliceRange other) {
        var start = Math.max(from, other.from);
        var end = Math.min(to, other.to);
        return start <= end ? Optional.of(new SliceRange(start, end)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "slices " + from + "-" + to;
    }
}
