package dev.perennial.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU time in milliseconds, user and system together.
 *
 * @param generator the load generator's own, for information
 */
public record Cpu(double server, double postgres, double generator) {

    /** What the kernel counts in: clock ticks of 10 ms on every Linux of today. */
    private static final double MILLIS_PER_TICK = 10;

    /** Fields of {@code /proc/<pid>/stat} after the command's name, which may itself hold spaces. */
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    /** Used since the processes began. */
    public static Cpu now(Watch watch) {
        return new Cpu(
                watch.server() == 0 ? 0 : ofProcess(watch.server()),
                watch.postmaster() == 0 ? 0 : ofFamily(watch.postmaster()),
                ofProcess(ProcessHandle.current().pid()));
    }

    public Cpu since(Cpu earlier) {
        return new Cpu(server - earlier.server, postgres - earlier.postgres, generator - earlier.generator);
    }

    static double ofProcess(long pid) {
        var fields = stat(pid);
        return MILLIS_PER_TICK * (ticks(fields, USER) + ticks(fields, SYSTEM));
    }

    /** The process, its living children, and those that have ended and were waited for. */
    static double ofFamily(long parent) {
        var own = stat(parent);
        long ticks = ticks(own, USER) + ticks(own, SYSTEM) + ticks(own, CHILDREN_USER) + ticks(own, CHILDREN_SYSTEM);
        var children = ProcessHandle.of(parent).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
        for (long child : children) {
            var fields = stat(child);
            boolean still = !fields.isEmpty() && ticks(fields, PARENT) == parent;
            ticks += still ? ticks(fields, USER) + ticks(fields, SYSTEM) : 0;
        }
        return MILLIS_PER_TICK * ticks;
    }

    private static long ticks(List<String> fields, int index) {
        return fields.isEmpty() ? 0 : Long.parseLong(fields.get(index));
    }

    /** Empty when the process has ended. */
    private static List<String> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException ended) {
            return List.of();
        }
    }
}
