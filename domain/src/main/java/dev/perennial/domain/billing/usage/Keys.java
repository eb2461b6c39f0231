package dev.perennial.domain.billing.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The latest keys that were added, at least so many as are to be kept. Sorted runs, newest first, that are merged as they
 * grow: a look-up takes a few binary searches, an addition few copies, and a key eight bytes.
 */
public record Keys(List<Run> runs) {

    public static final Keys NONE = new Keys(List.of());

    /** Keys in ascending order. */
    public record Run(long[] keys) {

        private boolean contains(long key) {
            return Arrays.binarySearch(keys, key) >= 0;
        }

        private Run with(Run other) {
            var all = Arrays.copyOf(keys, keys.length + other.keys.length);
            System.arraycopy(other.keys, 0, all, keys.length, other.keys.length);
            Arrays.sort(all);
            return new Run(all);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Run(long[] others) && Arrays.equals(keys, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(keys);
        }

        @Override
        public String toString() {
            return keys.length + " keys";
        }
    }

    public Keys {
        runs = List.copyOf(runs);
    }

    public boolean contains(long key) {
        for (var run : runs) {
            if (run.contains(key)) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return runs.stream().mapToInt(run -> run.keys.length).sum();
    }

    /**
     * The same and these.
     *
     * @param kept how many at least are remembered; up to half as many again may be
     */
    public Keys plus(long[] added, int kept) {
        var sorted = added.clone();
        Arrays.sort(sorted);
        var newest = new Run(sorted);
        var older = new ArrayList<>(runs);
        while (!older.isEmpty()
                && older.getFirst().keys.length <= newest.keys.length
                && newest.keys.length + older.getFirst().keys.length <= kept / 2) {
            newest = newest.with(older.removeFirst());
        }
        older.addFirst(newest);
        var size = older.stream().mapToInt(run -> run.keys.length).sum();
        while (size - older.getLast().keys.length >= kept) {
            size -= older.removeLast().keys.length;
        }
        return new Keys(older);
    }
}
