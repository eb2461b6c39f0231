package dev.perennial.app.billing.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was done with money, one line of JSON for each time, on disk before it is answered. Under one key nothing is done twice:
 * so whoever charges twice uses two keys, and the ledger shows it.
 */
final class Ledger implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final FileChannel file;
    private final Map<String, Entry> byKey = new LinkedHashMap<>();

    /**
     * One movement.
     *
     * @param type {@code charge} or {@code refund}
     * @param charge of a refund: which charge
     * @param status {@code succeeded}, {@code declined} or {@code pending}
     */
    record Entry(String type, String key, String id, String charge, long amount, String currency, String status) {

        Entry with(String newStatus) {
            return new Entry(type, key, id, charge, amount, currency, newStatus);
        }

        boolean is(String wanted) {
            return status.equals(wanted);
        }
    }

    Ledger(Path path) throws IOException {
        if (Files.exists(path)) {
            for (var line : Files.readAllLines(path)) {
                // The last line may be torn: then nobody was told of it.
                if (line.endsWith("}")) {
                    remember(JSON.readValue(line, Entry.class));
                }
            }
        }
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (file.size() > 0) {
            append("\n");
        }
    }

    synchronized Optional<Entry> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Books the entry unless there is one under its key; answers the one that stands. */
    synchronized Entry book(Entry entry) throws IOException {
        var known = byKey.get(entry.key());
        if (known != null && !known.is("pending")) {
            return known;
        }
        append(JSON.writeValueAsString(entry) + "\n");
        remember(entry);
        return entry;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(byKey.values());
    }

    /** What may still be given back of a charge. */
    synchronized long kept(String charge) {
        var charged = 0L;
        for (var entry : byKey.values()) {
            if (entry.is("succeeded") && entry.id().equals(charge)) {
                charged += entry.amount();
            }
            if (entry.is("succeeded") && entry.charge().equals(charge)) {
                charged -= entry.amount();
            }
        }
        return charged;
    }

    private void remember(Entry entry) {
        byKey.put(entry.key(), entry);
    }

    private void append(String line) throws IOException {
        file.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
