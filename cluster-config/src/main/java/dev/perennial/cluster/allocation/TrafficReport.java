package dev.perennial.cluster.allocation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What one node sends to the shards, as it tells the others. On the wire it is text that any version of the program can
 * read: {@code node;type=shard:rate,shard:rate;type=…}.
 *
 * @param rates messages per second by type and shard; a shard that is missing gets none to speak of
 */
record TrafficReport(NodeId node, Map<String, Map<String, Double>> rates) {

    /** Less is nothing, and costs no bytes. */
    private static final double LEAST = 0.05;

    static TrafficReport of(NodeId node, Map<String, double[]> rates) {
        var spoken = new TreeMap<String, Map<String, Double>>();
        rates.forEach((type, byShard) -> {
            var ofType = new TreeMap<String, Double>();
            for (int shard = 0; shard < byShard.length; shard++) {
                if (byShard[shard] >= LEAST) {
                    ofType.put(Integer.toString(shard), byShard[shard]);
                }
            }
            spoken.put(type, ofType);
        });
        return new TrafficReport(node, spoken);
    }

    String toText() {
        var text = new StringJoiner(";").add(node.toString());
        rates.forEach((type, byShard) -> {
            var shards = new StringJoiner(",");
            byShard.forEach((shard, rate) -> shards.add(String.format(Locale.ROOT, "%s:%.1f", shard, rate)));
            text.add(type + "=" + shards);
        });
        return text.toString();
    }

    /** @throws IllegalArgumentException if it is not what {@link #toText} writes */
    static TrafficReport parse(String text) {
        var parts = text.split(";", -1);
        var rates = new HashMap<String, Map<String, Double>>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not a traffic report: " + text);
            }
            rates.put(parts[i].substring(0, equals), byShard(parts[i].substring(equals + 1)));
        }
        return new TrafficReport(NodeId.parse(parts[0]), rates);
    }

    private static Map<String, Double> byShard(String text) {
        var rates = new HashMap<String, Double>();
        if (!text.isEmpty()) {
            for (var entry : text.split(",", -1)) {
                int colon = entry.indexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("not a rate of a shard: " + entry);
                }
                rates.put(entry.substring(0, colon), Double.parseDouble(entry.substring(colon + 1)));
            }
        }
        return rates;
    }
}
