package dev.perennial.app.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Counts the processes that use one server, by locks that the system releases when a process dies in whatever way.
 *
 * <p>Byte 0 of the file is held alone while someone starts or stops the server, byte 1 together by all that use it.
 */
final class ServerUse {

    private static final long CHANGING = 0;
    private static final long USING = 1;

    private final FileChannel file;
    private final FileLock starting;
    private @Nullable FileLock using;

    private ServerUse(FileChannel file, FileLock starting) {
        this.file = file;
        this.starting = starting;
    }

    /** Waits until no other process starts or stops the server, and keeps them from it until {@link #started}. */
    static ServerUse enter(Path lockFile) throws IOException {
        var file = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new ServerUse(file, file.lock(CHANGING, 1, false));
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /** From here on the server runs, this process counts as a user of it, and others may come. */
    synchronized void started() throws IOException {
        using = file.lock(USING, 1, true);
        starting.release();
    }

    /** Gives the use up, and runs {@code stop} when nobody else is left. Does nothing when called again. */
    synchronized void leave(Runnable stop) {
        if (!file.isOpen()) {
            return;
        }
        // Closing the file releases what is held.
        try (file) {
            if (!starting.isValid()) {
                file.lock(CHANGING, 1, false);
            }
            if (using != null) {
                using.release();
            }
            if (file.tryLock(USING, 1, false) != null) {
                stop.run();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The use of PostgreSQL could not be given up", failed);
        }
    }
}
