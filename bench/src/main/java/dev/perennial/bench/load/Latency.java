package dev.perennial.bench.load;

import org.HdrHistogram.Histogram;

/** Milliseconds from sending to the whole answer. */
public record Latency(double p50, double p99, double max, long samples) {

    static Latency ofMicros(Histogram micros) {
        return new Latency(
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                micros.getMaxValue() / 1000.0,
                micros.getTotalCount());
    }

    /** From a microsecond to a minute, to three digits. */
    static Histogram histogram() {
        return new Histogram(1, 60_000_000, 3);
    }

    static void record(Histogram micros, long nanos) {
        micros.recordValue(Math.clamp(nanos / 1000, 1, micros.getHighestTrackableValue()));
    }
}
