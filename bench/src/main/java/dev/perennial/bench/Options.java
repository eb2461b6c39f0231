package dev.perennial.bench;

import java.nio.file.Path;

/**
 * What was asked for on the command line.
 *
 * @param rounds how often PostgreSQL's limit, spread, hot and read load follow each other; figures are medians over them
 * @param seconds length of each measured window
 * @param rate requests per second of the overload; 0 for three times what the server took before
 * @param profile whether to record and print where the server's CPU time goes
 * @param subject what is measured
 * @param out the file the figures are written to
 */
record Options(int rounds, double seconds, double rate, boolean profile, Subject subject, Path out) {

    /** What a run is about. */
    enum Subject {
        /** The engine, by commands on tenants. */
        ENGINE,
        /** What it costs to be watched. */
        TELEMETRY,
        /** The gate and usage, beside a lean service with SQL. */
        BILLING
    }

    static final String USAGE = """
            usage: perennial bench [--rounds N] [--seconds S] [--rate PER_SECOND] [--profile] [--out FILE]
                   perennial bench --billing [--rounds N] [--seconds S] [--profile] [--out FILE]
                   perennial bench --telemetry [--rounds N] [--seconds S]
              --rounds   repetitions of the interleaved measurements, default 3
              --seconds  length of each measured window, default 6
              --rate     requests per second of the overload, default three times the sustainable rate
              --profile  also record the server under load and print the methods that use its CPU
              --billing  instead measure quotas and usage, beside a lean JDBC service on the same PostgreSQL
              --telemetry  instead measure the write rate of a server that is watched against one that is not
              --out      where the figures go as JSON, default bench/target/bench.json
            """;

    Options {
        if (rounds < 1 || seconds <= 0 || rate < 0) {
            throw new IllegalArgumentException("--rounds and --seconds must be positive, --rate not negative");
        }
    }

    /** @throws IllegalArgumentException with a message for the user */
    static Options parse(String... arguments) {
        var options = new Options(3, 6, 0, false, Subject.ENGINE, Path.of("bench", "target", "bench.json"));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--profile")) {
                options =
                        new Options(options.rounds, options.seconds, options.rate, true, options.subject, options.out);
            } else if (arguments[i].equals("--telemetry")) {
                options = options.about(Subject.TELEMETRY);
            } else if (arguments[i].equals("--billing")) {
                options = options.about(Subject.BILLING);
            } else if (i + 1 < arguments.length) {
                options = options.with(arguments[i], arguments[++i]);
            } else {
                throw new IllegalArgumentException("unknown option or no value: " + arguments[i]);
            }
        }
        return options;
    }

    private Options about(Subject other) {
        return new Options(rounds, seconds, rate, profile, other, out);
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--rounds" -> new Options(Integer.parseInt(value), seconds, rate, profile, subject, out);
            case "--seconds" -> new Options(rounds, Double.parseDouble(value), rate, profile, subject, out);
            case "--rate" -> new Options(rounds, seconds, Double.parseDouble(value), profile, subject, out);
            case "--out" -> new Options(rounds, seconds, rate, profile, subject, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option: " + name);
        };
    }
}
