package dev.perennial.app.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the processes that use one server, by locks that the system releases when a process dies in whatever way.
 *
 * <p>Byte 0 of the file is held alone while someone starts or stops the server, byte 1 together by all that use it.
 */
final class ServerUse {

    private static final long CHANGING = 0;
    private static final long USING = 1;

    private final FileChannel file;
    private final FileLock using;

    private ServerUse(FileChannel file, FileLock using) {
        this.file = file;
        this.using = using;
    }

    @FunctionalInterface
    interface Start {
        void run() throws IOException;
    }

    /** Runs {@code start} while no other process starts or stops the server, then counts as a user of it. */
    static ServerUse join(Path lockFile, Start start) throws IOException {
        var file = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileLock _ = file.lock(CHANGING, 1, false)) {
            start.run();
            return new ServerUse(file, file.lock(USING, 1, true));
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /** Gives the use up, and runs {@code stop} when nobody else is left. Does nothing when called again. */
    synchronized void leave(Runnable stop) {
        if (!file.isOpen()) {
            return;
        }
        try (file;
                FileLock _ = file.lock(CHANGING, 1, false)) {
            using.release();
            try (FileLock alone = file.tryLock(USING, 1, false)) {
                if (alone != null) {
                    stop.run();
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The use of PostgreSQL could not be given up", failed);
        }
    }
}
