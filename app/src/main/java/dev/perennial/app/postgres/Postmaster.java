package dev.perennial.app.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The running server process of a folder, known by the file that PostgreSQL itself keeps there. */
record Postmaster(Path cluster, ProcessHandle process, int port) {

    private static final String FILE = "postmaster.pid";
    private static final Duration POLL = Duration.ofMillis(10);

    /** In lines of {@code postmaster.pid}: 1 the process id, 4 the port, 8 the state. */
    private static final int PORT_LINE = 3;

    private static final int STATE_LINE = 7;

    /** The server that is up and ready in this folder, if there is one; a file left by a crash is not one. */
    static Optional<Postmaster> read(Path cluster) {
        List<String> lines;
        try {
            lines = Files.readAllLines(cluster.resolve(FILE));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new IllegalStateException("Cannot read the state of PostgreSQL in " + cluster, failed);
        }
        if (lines.size() <= STATE_LINE || !lines.get(STATE_LINE).strip().equals("ready")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(lines.get(PORT_LINE).strip());
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(Postmaster::isPostgres)
                .map(process -> new Postmaster(cluster, process, port));
    }

    /** After a reboot another program may have got the same process id. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(path -> path.contains("postgres")).orElse(true);
    }

    /**
     * Stops the server in its fast mode: open connections are cut, everything committed is on disk.
     *
     * <p>By SIGINT, which the Java API cannot send; its SIGTERM would wait for the last client to leave.
     */
    void stop(Duration atMost) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
            long deadline = System.nanoTime() + atMost.toNanos();
            while (runs()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("PostgreSQL has not stopped within " + atMost);
                }
                Thread.sleep(POLL);
            }
        } catch (IOException failed) {
            throw new IllegalStateException("PostgreSQL could not be stopped", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The file goes as the last act of an orderly stop. It is asked beside the process, since the end of a process that
     * is not our child is seen late, and in a container without an init never.
     */
    private boolean runs() {
        return process.isAlive() && Files.exists(cluster.resolve(FILE));
    }
}
