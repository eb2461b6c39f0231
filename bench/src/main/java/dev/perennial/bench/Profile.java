package dev.perennial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the server's Java code spent its time, by samples of its threads' CPU time.
 *
 * @param methods by the method on top of the stack
 * @param libraries by whose code is on top once the JDK's own frames are taken off: who asked for the work
 * @param threads by the pool that ran it
 */
record Profile(long samples, List<Share> methods, List<Share> libraries, List<Share> threads) {

    /** @param percent of all samples */
    record Share(String name, double percent) {}

    private static final int SHOWN = 20;

    /** Parts of a package's name that tell a library from another. */
    private static final int LIBRARY_PARTS = 4;

    private static final String RECORDING = "bench";

    /** By CPU time and not by the clock, so that waiting costs nothing (JEP 509). */
    private static final String SAMPLE = "jdk.CPUTimeSample";

    private static final String EVERY = "2ms";

    static void begin(long pid) throws IOException, InterruptedException {
        Jcmd.run(
                pid,
                "JFR.start",
                "name=" + RECORDING,
                "settings=none",
                "+" + SAMPLE + "#enabled=true",
                "+" + SAMPLE + "#throttle=" + EVERY);
    }

    static Profile end(long pid, Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Jcmd.run(pid, "JFR.stop", "name=" + RECORDING, "filename=" + file.toAbsolutePath());
        var methods = new HashMap<String, Integer>();
        var libraries = new HashMap<String, Integer>();
        var threads = new HashMap<String, Integer>();
        long samples = 0;
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
                    samples++;
                    methods.merge(top(event.getStackTrace()), 1, Integer::sum);
                    libraries.merge(library(event.getStackTrace()), 1, Integer::sum);
                    threads.merge(pool(event), 1, Integer::sum);
                }
            }
        }
        return new Profile(samples, largest(methods, samples), largest(libraries, samples), largest(threads, samples));
    }

    private static String top(RecordedStackTrace stack) {
        return stack.getFrames().isEmpty() ? "?" : name(stack.getFrames().getFirst());
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String library(RecordedStackTrace stack) {
        return stack.getFrames().stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(type -> !type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun."))
                .findFirst()
                .map(Profile::libraryOf)
                .orElse("the JDK alone");
    }

    private static String libraryOf(String type) {
        String[] parts = type.split("\\.", -1);
        int kept = Math.min(LIBRARY_PARTS, parts.length - 1);
        return String.join(".", List.of(parts).subList(0, kept));
    }

    /** Threads of a pool are told apart by their numbers only. */
    private static String pool(RecordedEvent event) {
        var thread = event.getThread("eventThread");
        String name = thread == null ? null : thread.getJavaName();
        return name == null || name.isEmpty() ? "virtual threads and others" : name.replaceAll("-?\\d+", "");
    }

    private static List<Share> largest(Map<String, Integer> counts, long samples) {
        return counts.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), 100.0 * entry.getValue() / samples))
                .sorted(Comparator.comparingDouble(Share::percent).reversed())
                .limit(SHOWN)
                .toList();
    }
}
