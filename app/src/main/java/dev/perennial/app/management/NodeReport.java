package dev.perennial.app.management;

import com.typesafe.config.Config;
import dev.perennial.app.log.RecentLines;
import dev.perennial.persistence.sql.PoolUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** What one node knows of itself, in files of bounded size. No secret is in any of them. */
final class NodeReport {

    /** Of a file; in gzip it fits into one message. */
    private static final int LONGEST = 600_000;

    private final SequencedMap<String, Supplier<String>> files = new LinkedHashMap<>();

    /** @param version of the program */
    NodeReport(String version, Config config, Supplier<List<PoolUse>> pools, RecentLines log) {
        files.put("version.txt", () -> "Perennial " + version + "\n" + Machine.version());
        files.put("settings.txt", () -> String.join("\n", ShownSettings.of(config)));
        files.put("pools.txt", () -> pools(pools.get()));
        files.put("flags.txt", Machine::flags);
        files.put("heap.txt", Machine::heap);
        files.put("threads.txt", Machine::threads);
        files.put("log.txt", () -> String.join("\n", log.lines()));
    }

    /** The files there are. */
    List<String> names() {
        return List.copyOf(files.sequencedKeySet());
    }

    /** What is in one of them now. */
    String text(String name) {
        var file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("there is no file " + name);
        }
        var text = file.get();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "\n(cut here)\n" : text;
    }

    private static String pools(List<PoolUse> pools) {
        var text = new StringBuilder();
        for (var pool : pools) {
            text.append("%s: %d active, %d idle, %d waiting for one, %d at most%n"
                    .formatted(pool.name(), pool.active(), pool.idle(), pool.waiting(), pool.most()));
        }
        return text.toString();
    }
}
