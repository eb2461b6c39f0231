package dev.perennial.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lets the nodes of one machine find each other without a fixed first node and without two of them forming a cluster.
 *
 * <p>Each running node holds a lock on a file of its own, which says whether it belongs to the cluster yet. The system
 * releases the lock when the process dies in whatever way, so a locked file is a living node, known without a
 * time-out. Nodes look around one at a time: the one that finds no living member becomes the first.
 */
final class LocalRendezvous implements AutoCloseable {

    private static final String SUFFIX = ".node";
    private static final String MEMBER = "member ";
    private static final String JOINING = "joining ";

    private final Path folder;
    private final Path own;
    private final String address;
    private final FileChannel held;

    private LocalRendezvous(Path folder, Path own, String address, FileChannel held) {
        this.folder = folder;
        this.own = own;
        this.address = address;
        this.held = held;
    }

    /**
     * Announces this node. The result must be kept: the node counts as living until it is closed or the process ends.
     *
     * @param address host and port of the actor system, unique on the machine
     */
    static LocalRendezvous enter(Path folder, String address) {
        try {
            Files.createDirectories(folder);
            Path own = folder.resolve(address.replaceAll("[^A-Za-z0-9.-]", "_") + SUFFIX);
            FileChannel channel = open(own);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException("Another node already runs at " + address);
            }
            var rendezvous = new LocalRendezvous(folder, own, address, channel);
            rendezvous.write(JOINING);
            return rendezvous;
        } catch (IOException failed) {
            throw unusable(folder, failed);
        }
    }

    /** The members to join; none when this node is to form the cluster, which is then decided for all others. */
    Set<String> membersToJoin() {
        // Locks are the process's: threads of one process would not exclude each other by them.
        synchronized (LocalRendezvous.class) {
            try (FileChannel door = open(folder.resolve("join.lock"));
                    FileLock _ = door.lock()) {
                Set<String> members = livingMembers();
                if (members.isEmpty()) {
                    write(MEMBER);
                }
                return members;
            } catch (IOException failed) {
                throw unusable(folder, failed);
            }
        }
    }

    /** Tells the others that this node can be joined. */
    void becameMember() {
        try {
            write(MEMBER);
        } catch (IOException failed) {
            throw unusable(folder, failed);
        }
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException failed) {
            throw unusable(folder, failed);
        }
    }

    private Set<String> livingMembers() throws IOException {
        var members = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                // Not even opened: closing any channel of a file releases the locks that this process has on it.
                if (!file.equals(own) && isLocked(file)) {
                    String text = Files.readString(file);
                    if (text.startsWith(MEMBER)) {
                        members.add(text.substring(MEMBER.length()).strip());
                    }
                }
            }
        }
        return members;
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = open(file);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return true;
        }
    }

    private void write(String state) throws IOException {
        held.truncate(0);
        held.write(ByteBuffer.wrap((state + address + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static UncheckedIOException unusable(Path folder, IOException failed) {
        return new UncheckedIOException("The nodes of this machine cannot meet in " + folder, failed);
    }
}
