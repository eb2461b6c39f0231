package dev.perennial.persistence.sql;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * PostgreSQL in a container, where a Docker engine runs: of its project's image, or where that cannot be had, of one made of
 * the embedded server's programs.
 */
final class ContainerServer {

    private static final String OFFICIAL = "postgres:18";
    private static final int PORT = 5432;
    private static final Duration LONGEST_PULL = Duration.ofMinutes(2);
    private static final Path ENGINE = Path.of("/var/run/docker.sock");
    private static final Path CONTEXT = Path.of("target", "postgres-image");

    private ContainerServer() {}

    /** The URLs of its databases; empty where it cannot be had. Prints what was chosen, and why. */
    static Optional<UnaryOperator<String>> start() {
        if (!Files.exists(ENGINE)) {
            print("embedded, since there is no Docker engine at " + ENGINE);
            return Optional.empty();
        }
        try {
            var container = container();
            container.start();
            UnaryOperator<String> url = database -> "jdbc:postgresql://%s:%d/%s?user=postgres"
                    .formatted(container.getHost(), container.getMappedPort(PORT), database);
            DriverManager.getConnection(url.apply("postgres")).close();
            print("in a container of the image " + container.getDockerImageName());
            return Optional.of(url);
        } catch (IOException | SQLException | RuntimeException failed) {
            print("embedded, since no container could be started: " + failed);
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @SuppressWarnings("resource") // Testcontainers ends it with the JVM.
    private static GenericContainer<?> container() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("postgres"));
        TestServer.SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        boolean official = isToBeHad(OFFICIAL);
        return (official ? new GenericContainer<>(OFFICIAL) : new GenericContainer<>(ofEmbedded()))
                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                .withCommand(command.toArray(String[]::new))
                .withExposedPorts(PORT)
                // The official image runs a server for nobody while it makes its files.
                .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", official ? 2 : 1));
    }

    private static boolean isToBeHad(String image) throws InterruptedException {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException notHere) {
            return pull(image);
        }
    }

    /** Asks the registry once; Testcontainers itself would go on asking for minutes. */
    private static boolean pull(String image) throws InterruptedException {
        var pulled = DockerClientFactory.instance().client().pullImageCmd(image).start();
        try {
            if (pulled.awaitCompletion(LONGEST_PULL.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            print("%s is not here and has not come within %s".formatted(image, LONGEST_PULL));
        } catch (DockerException unreachable) {
            print("%s cannot be pulled: %s"
                    .formatted(image, unreachable.toString().strip()));
        }
        return false;
    }

    private static ImageFromDockerfile ofEmbedded() throws IOException, InterruptedException {
        var context = Files.createDirectories(CONTEXT);
        var archive = context.resolve("postgres.txz");
        unpack("/postgres-linux-%s.txz".formatted(architecture()), archive);
        for (var file : List.of("Dockerfile", "start.sh", "layout.sh")) {
            unpack("/postgres-image/" + file, context.resolve(file));
        }
        var layOut = new ProcessBuilder("sh", "layout.sh", "postgres.txz")
                .directory(context.toFile())
                .inheritIO()
                .start();
        if (layOut.waitFor() != 0) {
            throw new IllegalStateException("the files of the image cannot be laid out");
        }
        return new ImageFromDockerfile("perennial/test-postgres", false)
                .withFileFromPath("Dockerfile", context.resolve("Dockerfile"))
                .withFileFromPath("root.tar", context.resolve("root.tar"));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }

    private static void unpack(String resource, Path file) throws IOException {
        try (var in = Objects.requireNonNull(ContainerServer.class.getResourceAsStream(resource), resource)) {
            Files.write(file, in.readAllBytes());
        }
    }

    /** Not by the log, which may be off: which server was tested must be seen. */
    private static void print(String choice) {
        System.out.println("PostgreSQL of these tests: " + choice);
    }
}
