package dev.perennial.bench;

import dev.perennial.bench.load.LagResult;
import dev.perennial.bench.load.LoadResult;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Everything one run measured; written as JSON as it stands. */
record Report(
        Machine machine,
        Starts starts,
        List<Round> rounds,
        LoadResult batches,
        LoadResult lists,
        LagResult lagIdle,
        Busy lagBusy,
        Overload overload,
        Memory memory,
        Audit audit,
        Optional<Profile> profile) {

    /** @param at when the run began, UTC */
    record Machine(String at, int processors, long memoryMiB, String java, String postgres, String system) {}

    /**
     * Seconds from starting the process to the first durable answer.
     *
     * @param first in an empty data folder: PostgreSQL is unpacked and its cluster made
     * @param later with PostgreSQL stopped as well, in order
     */
    record Starts(double first, List<Double> later) {}

    /** Measured one right after the other, so that a machine which slows down slows all of them. */
    record Round(LoadResult postgres, LoadResult spread, LoadResult hot, LoadResult reads) {}

    /** @param load what kept the server busy meanwhile */
    record Busy(LagResult lag, LoadResult load) {}

    /**
     * @param perSecond the rate offered
     * @param after the closed loop once more, when the overload was over
     */
    record Overload(double perSecond, LoadResult during, LoadResult after) {}

    /** @param bytesPerEntity of live heap, from the difference between two numbers of loaded tenants */
    record Memory(int fewer, long fewerBytes, int more, long moreBytes, double bytesPerEntity) {}

    /** The median over the rounds. */
    double median(ToDoubleFunction<Round> figure) {
        return median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    static double median(List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
