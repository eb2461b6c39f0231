package dev.perennial.persistence.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file that holds one secret. */
final class SecretFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /**
     * The file's content; {@code fresh} where there was no file. Of several processes that start at once all get the
     * same content, and no process ever sees half a file.
     */
    static String readOrCreate(Path file, String fresh) {
        try {
            if (!Files.exists(file)) {
                create(file.toAbsolutePath(), fresh);
            }
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalStateException(file + " is readable by everyone; make it private (chmod 600)");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or create " + file, e);
        }
    }

    private static void create(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        var draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(draft, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        try {
            // A link, unlike a move, never replaces what another process has put there meanwhile.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // Another process was first; its secret is the one.
        } finally {
            Files.delete(draft);
        }
    }
}
