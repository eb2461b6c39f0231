package dev.perennial.bench;

import java.nio.file.Path;

/**
 * What was asked for on the command line.
 *
 * @param rounds how often PostgreSQL's limit, spread, hot and read load follow each other; figures are medians over them
 * @param seconds length of each measured window
 * @param rate requests per second of the overload; 0 for three times what the server took before
 * @param profile whether to record and print where the server's CPU time goes
 * @param telemetry whether to measure what telemetry costs, and nothing else
 * @param out the file the figures are written to
 */
record Options(int rounds, double seconds, double rate, boolean profile, boolean telemetry, Path out) {

    static final String USAGE = """
            usage: perennial bench [--rounds N] [--seconds S] [--rate PER_SECOND] [--profile] [--out FILE]
                   perennial bench --telemetry [--rounds N] [--seconds S]
              --rounds   repetitions of the interleaved measurements, default 3
              --seconds  length of each measured window, default 6
              --rate     requests per second of the overload, default three times the sustainable rate
              --profile  also record the server under load and print the methods that use its CPU
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
        var options = new Options(3, 6, 0, false, false, Path.of("bench", "target", "bench.json"));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--profile")) {
                options = new Options(
                        options.rounds, options.seconds, options.rate, true, options.telemetry, options.out);
            } else if (arguments[i].equals("--telemetry")) {
                options =
                        new Options(options.rounds, options.seconds, options.rate, options.profile, true, options.out);
            } else if (i + 1 < arguments.length) {
                options = options.with(arguments[i], arguments[++i]);
            } else {
                throw new IllegalArgumentException("unknown option or no value: " + arguments[i]);
            }
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--rounds" -> new Options(Integer.parseInt(value), seconds, rate, profile, telemetry, out);
            case "--seconds" -> new Options(rounds, Double.parseDouble(value), rate, profile, telemetry, out);
            case "--rate" -> new Options(rounds, seconds, Double.parseDouble(value), profile, telemetry, out);
            case "--out" -> new Options(rounds, seconds, rate, profile, telemetry, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option: " + name);
        };
    }
}
