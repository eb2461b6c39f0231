package dev.perennial.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.perennial.bench.load.LoadGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./perennial bench}: measures, prints the table, writes the figures. Missed targets are no failure. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        switch (options.subject()) {
            case ENGINE -> {
                var report = Measurement.run(options);
                write(new Written(report, Targets.of(report)), options.out());
                System.out.println(Table.of(report));
            }
            case TELEMETRY -> {
                var overhead = Measurement.inFolder(data -> new Overhead(options, data).measure());
                System.out.println(overhead);
            }
            case BILLING -> {
                var report = Measurement.inFolder(data -> new BillingMeasurement(options, data).measure());
                write(report, options.out());
                System.out.println(BillingTable.of(report));
            }
        }
    }

    static void write(Record figures, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                LoadGenerator.json()
                        .registerModule(new Jdk8Module())
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(figures));
        System.err.println("The figures are in " + file);
    }

    /** What the file holds. */
    record Written(Report report, List<Target> targets) {}
}
