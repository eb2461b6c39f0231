package dev.perennial.bench;

import java.io.IOException;

/** What is alive in a server's heap. */
final class Heap {

    private static final int FULL_COLLECTIONS = 2;

    private Heap() {}

    /** Bytes after full collections, as the histogram of live classes sums them up. */
    static long live(long pid) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < FULL_COLLECTIONS; i++) {
            least = Math.min(least, total(Jcmd.run(pid, "GC.class_histogram")));
        }
        return least;
    }

    /** The last line: {@code Total <instances> <bytes>}. */
    private static long total(String histogram) throws IOException {
        String last = histogram.strip().lines().reduce("", (_, line) -> line);
        String[] words = last.strip().split("\\s+", -1);
        if (words.length != 3 || !words[0].equals("Total")) {
            throw new IOException("no histogram of the heap: " + last);
        }
        return Long.parseLong(words[2]);
    }
}
