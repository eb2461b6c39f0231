package dev.perennial.persistence.shell;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.persistence.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Commands, reads and their answers on their way between two nodes. Nothing of it is ever stored. */
public final class WireSerializer extends SerializerWithStringManifest {

    private static final int IDENTIFIER = 7302;
    private static final int TYPICAL_SIZE = 512;

    private final EntityRegistry registry;
    private final ActorRefResolver refs;
    private final ObjectMapper json = Json.mapper();

    public WireSerializer(EntityRegistry registry, ExtendedActorSystem system) {
        this.registry = registry;
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return switch (value) {
            case ShellMessage.Submit _ -> "submit";
            case ShellMessage.Read _ -> "read";
            case ShellMessage.Stop _ -> "stop";
            case Answer.OfCommand answer -> outcomeName(answer.outcome());
            case Answer.OfRead _ -> "state";
            case Answer.Unavailable _ -> "unavailable";
            default -> throw notOurs(value);
        };
    }

    private static String outcomeName(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Committed<?> _ -> "committed";
            case Outcome.Refused<?> _ -> "refused";
            case Outcome.RevisionMismatch<?> _ -> "revision-mismatch";
            case Outcome.KeyReused<?> _ -> "key-reused";
            case Outcome.Overloaded<?> _ -> "overloaded";
            case Outcome.Unknown<?> _ -> "unknown";
        };
    }

    @Override
    public byte[] toBinary(Object value) {
        var bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (var out = json.createGenerator(bytes)) {
            out.writeStartObject();
            switch (value) {
                case ShellMessage.Remote message -> write(message, out);
                case ShellMessage.Stop _ -> {}
                case Answer answer -> write(answer, out);
                default -> throw notOurs(value);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(ShellMessage.Remote message, JsonGenerator out) throws IOException {
        out.writeStringField("type", message.type());
        out.writeStringField("replyTo", refs.toSerializationFormat(message.replyTo()));
        if (message instanceof ShellMessage.Submit submit) {
            out.writeFieldName("command");
            json.writerFor(registry.type(submit.type()).command()).writeValue(out, submit.command());
            out.writePOJOField("meta", submit.meta());
        }
    }

    private void write(Answer answer, JsonGenerator out) throws IOException {
        out.writeStringField("type", answer.type());
        switch (answer) {
            case Answer.OfCommand(var type, var outcome) -> write(type, outcome, out);
            case Answer.OfRead(var type, Versioned<?>(var state, var revision)) -> {
                out.writeFieldName("state");
                json.writerFor(registry.type(type).state()).writeValue(out, state);
                out.writeNumberField("revision", revision);
            }
            case Answer.Unavailable _ -> {}
        }
    }

    private void write(String type, Outcome<?> outcome, JsonGenerator out) throws IOException {
        switch (outcome) {
            case Outcome.Committed<?>(var revision, var reply, var replayed) -> {
                out.writeNumberField("revision", revision);
                out.writeFieldName("reply");
                json.writerFor(registry.type(type).reply()).writeValue(out, reply);
                out.writeBooleanField("replayed", replayed);
            }
            case Outcome.Refused<?>(var rejection) -> out.writePOJOField("rejection", rejection);
            case Outcome.RevisionMismatch<?>(var actual) -> out.writeNumberField("actual", actual);
            case Outcome.KeyReused<?> _, Outcome.Overloaded<?> _, Outcome.Unknown<?> _ -> {}
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            var tree = json.readTree(bytes);
            var type = tree.path("type").asText();
            return switch (manifest) {
                case "submit" -> readSubmit(type, tree);
                case "read" -> new ShellMessage.Read(type, replyTo(tree));
                case "stop" -> ShellMessage.Stop.STOP;
                case "state" -> readState(type, tree);
                case "unavailable" -> new Answer.Unavailable(type);
                default -> new Answer.OfCommand(type, readOutcome(type, manifest, tree));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ShellMessage.Submit readSubmit(String type, JsonNode tree) throws IOException {
        return new ShellMessage.Submit(
                type,
                json.treeToValue(tree.get("command"), registry.type(type).command()),
                json.treeToValue(tree.get("meta"), CommandMeta.class),
                replyTo(tree));
    }

    private Answer.OfRead readState(String type, JsonNode tree) throws IOException {
        var state = json.treeToValue(tree.get("state"), registry.type(type).state());
        return new Answer.OfRead(
                type, new Versioned<>(state, tree.path("revision").asLong()));
    }

    private Outcome<?> readOutcome(String type, String manifest, JsonNode tree) throws IOException {
        return switch (manifest) {
            case "committed" ->
                new Outcome.Committed<>(
                        tree.path("revision").asLong(),
                        json.treeToValue(tree.get("reply"), registry.type(type).reply()),
                        tree.path("replayed").asBoolean());
            case "refused" -> new Outcome.Refused<>(json.treeToValue(tree.get("rejection"), Rejection.class));
            case "revision-mismatch" ->
                new Outcome.RevisionMismatch<>(tree.path("actual").asLong());
            case "key-reused" -> new Outcome.KeyReused<>();
            case "overloaded" -> new Outcome.Overloaded<>();
            case "unknown" -> new Outcome.Unknown<>();
            default -> throw new IllegalArgumentException("unknown message " + manifest + ": from a newer version?");
        };
    }

    private ActorRef<Answer> replyTo(JsonNode tree) {
        return refs.resolveActorRef(tree.path("replyTo").asText());
    }

    private static IllegalArgumentException notOurs(Object value) {
        return new IllegalArgumentException("not a message of ours: " + value.getClass());
    }
}
