package dev.perennial.app;

import dev.perennial.app.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Lends a PostgreSQL to a {@link Training} that has none: the container image comes without, and its cache fits only the
 * class path that it was made with.
 */
final class TrainingDatabase {

    private TrainingDatabase() {}

    /** Arguments: an empty folder, and the command of a training, which is given the database's address as its last one. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int status;
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
            var command = Stream.concat(Arrays.stream(arguments).skip(1), Stream.of(postgres.jdbcUrl()))
                    .toList();
            status = new ProcessBuilder(command).inheritIO().start().waitFor();
        }
        System.exit(status);
    }
}
