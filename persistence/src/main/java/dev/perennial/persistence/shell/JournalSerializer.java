package dev.perennial.persistence.shell;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.journal.EventCodec;
import dev.perennial.persistence.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What is stored: events and snapshots, as JSON that psql can show and another program can read. The manifest of an
 * event is its stored name and version; class names never reach storage.
 */
public final class JournalSerializer extends SerializerWithStringManifest implements EventCodec {

    private static final int IDENTIFIER = 7301;
    private static final String SNAPSHOT = "snapshot:";
    private static final int TYPICAL_SIZE = 256;

    private final EntityRegistry registry;
    private final int rememberedCommands;
    private final ObjectMapper json = Json.mapper();
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final Map<String, ObjectReader> readers = new ConcurrentHashMap<>();

    public JournalSerializer(EntityRegistry registry, ShellSettings settings) {
        this.registry = registry;
        this.rememberedCommands = settings.rememberedCommands();
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return switch (value) {
            case Recorded<?> recorded -> registry.manifestOf(recorded.event());
            case Held<?> held -> SNAPSHOT + registry.typeOfState(held.state()).name();
            default -> throw new IllegalArgumentException("not stored: " + value.getClass());
        };
    }

    @Override
    public byte[] toBinary(Object value) {
        var bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (var out = json.createGenerator(bytes)) {
            out.writeStartObject();
            switch (value) {
                case Recorded<?> recorded -> write(recorded, out);
                case Held<?> held -> write(held, out);
                default -> throw new IllegalArgumentException("not stored: " + value.getClass());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            var tree = json.readTree(bytes);
            return manifest.startsWith(SNAPSHOT)
                    ? readHeld(tree, registry.type(manifest.substring(SNAPSHOT.length())))
                    : readRecorded(tree, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Decoded decode(String manifest, byte[] payload) {
        Object event = null;
        String caller = "";
        String trace = "";
        // Of a projection's time most goes into this: no tree is built, and what it does not need is skipped.
        try (var in = json.createParser(payload)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "e" ->
                        event = readers.computeIfAbsent(manifest, this::readerOf)
                                .readValue(in);
                    case "by" -> caller = in.getText();
                    case "tr" -> trace = in.getText();
                    default -> in.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Decoded(
                EntityRegistry.upcast(Objects.requireNonNull(event, manifest)), Callers.parse(caller), trace);
    }

    private void write(Recorded<?> recorded, JsonGenerator out) throws IOException {
        out.writeFieldName("e");
        writerFor(recorded.event().getClass()).writeValue(out, recorded.event());
        out.writeStringField("by", Callers.format(recorded.caller()));
        if (recorded.key().present()) {
            var hex = HexFormat.of();
            out.writeStringField(
                    "key",
                    hex.toHexDigits(recorded.key().high())
                            + hex.toHexDigits(recorded.key().low()));
            out.writeStringField("fp", hex.toHexDigits(recorded.key().fingerprint()));
        }
        if (recorded.reply() != null) {
            var owner =
                    registry.storedEvent(registry.manifestOf(recorded.event())).owner();
            out.writeFieldName("re");
            writerFor(owner.reply()).writeValue(out, recorded.reply());
        }
        if (!recorded.trace().isEmpty()) {
            out.writeStringField("tr", recorded.trace());
        }
    }

    private Recorded<?> readRecorded(JsonNode tree, String manifest) throws IOException {
        var reply = tree.get("re");
        var owner = registry.storedEvent(manifest).owner();
        return new Recorded<>(
                readEvent(tree, manifest),
                Callers.parse(tree.path("by").asText()),
                readKey(tree),
                reply == null ? null : json.treeToValue(reply, owner.reply()),
                tree.path("tr").asText());
    }

    private Object readEvent(JsonNode tree, String manifest) throws IOException {
        var type = registry.storedEvent(manifest).event();
        return EntityRegistry.upcast(json.treeToValue(tree.get("e"), type));
    }

    private static CommandKey readKey(JsonNode tree) {
        if (!tree.has("key")) {
            return CommandKey.NONE;
        }
        var key = tree.path("key").asText();
        return new CommandKey(
                HexFormat.fromHexDigitsToLong(key, 0, 16),
                HexFormat.fromHexDigitsToLong(key, 16, 32),
                HexFormat.fromHexDigitsToLong(tree.path("fp").asText()));
    }

    private void write(Held<?> held, JsonGenerator out) throws IOException {
        var type = registry.typeOfState(held.state());
        var recent = held.recent().pack();
        out.writeFieldName("state");
        writerFor(type.state()).writeValue(out, held.state());
        out.writeNumberField("revision", held.revision());
        out.writeBinaryField("recent", recent.entries());
        out.writeArrayFieldStart("replies");
        for (var reply : recent.replies()) {
            out.writeStartObject();
            out.writeNumberField("revision", reply.revision());
            out.writeFieldName("reply");
            writerFor(type.reply()).writeValue(out, reply.reply());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private Held<?> readHeld(JsonNode tree, EntityType<?, ?, ?, ?> type) throws IOException {
        var replies = new ArrayList<RecentCommands.Reply>();
        for (var reply : tree.path("replies")) {
            replies.add(new RecentCommands.Reply(
                    reply.path("revision").asLong(), json.treeToValue(reply.get("reply"), type.reply())));
        }
        var packed = new RecentCommands.Packed(tree.path("recent").binaryValue(), replies);
        return new Held<>(
                json.treeToValue(tree.get("state"), type.state()),
                tree.path("revision").asLong(),
                RecentCommands.unpack(packed, rememberedCommands));
    }

    private ObjectReader readerOf(String manifest) {
        return json.readerFor(registry.storedEvent(manifest).event())
                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS); // The envelope goes on after it.
    }

    private ObjectWriter writerFor(Class<?> type) {
        return writers.computeIfAbsent(type, json::writerFor);
    }
}
