package dev.perennial.persistence.shell;

import static java.util.stream.Collectors.toSet;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.laws.Samples;
import dev.perennial.persistence.journal.EventCodec;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Whatever is stored or sent of an entity comes back as it was. Each method answers one sentence for each breach. */
public final class SerializerLaws {

    private final List<EntityType<?, ?, ?, ?>> types;
    private final EntityRegistry registry;
    private final StoredForms forms;
    private final JournalSerializer journal;
    private final List<String> violations = new ArrayList<>();

    public SerializerLaws(List<EntityType<?, ?, ?, ?>> types) {
        this.types = types;
        registry = new EntityRegistry(types);
        forms = new StoredForms(types);
        journal = new JournalSerializer(registry, StoredForms.SETTINGS);
    }

    /** A replay from storage leads to the states that the entity had when it wrote, from each of its states. */
    public List<String> replays() {
        violations.clear();
        types.forEach(this::replay);
        return List.copyOf(violations);
    }

    /** A snapshot holds all of what a shell holds. */
    public List<String> snapshots() {
        violations.clear();
        for (var type : types) {
            for (var state : Samples.of(type.state())) {
                var held = held(type, state);
                var back = (Held<?>) returned(journal, held);
                require(
                        back.state().equals(state)
                                && back.revision() == held.revision()
                                && effects(back.recent()).equals(effects(held.recent())),
                        "a snapshot of " + state + " comes back as " + back);
            }
        }
        return List.copyOf(violations);
    }

    /** Commands, reads and answers arrive on another node as they were sent. */
    public List<String> messages() {
        violations.clear();
        var system = ActorSystem.create(Behaviors.empty(), "wire");
        try {
            messages(system);
        } finally {
            system.terminate();
        }
        return List.copyOf(violations);
    }

    private void messages(ActorSystem<?> system) {
        var wire = new WireSerializer(registry, (ExtendedActorSystem) Adapter.toClassic(system));
        ActorRef<Answer> replyTo = system.deadLetters();
        for (var type : types) {
            Stream.of(requests(type, replyTo), reads(type), outcomes(type))
                    .flatMap(each -> each)
                    .forEach(message -> {
                        var arrived = returned(wire, message);
                        require(arrived.equals(message), message + " arrives as " + arrived);
                    });
        }
    }

    private <S, C, E, R> void replay(EntityType<S, C, E, R> type) {
        Samples.classes(type.event())
                .flatMap(event -> forms.recorded(event).stream())
                .forEach(recorded -> {
                    var back = (Recorded<?>) returned(journal, recorded);
                    require(back.equals(recorded), recorded + " is read as " + back);
                    var met = journal.decode(journal.manifest(recorded), journal.toBinary(recorded));
                    require(
                            met.equals(new EventCodec.Decoded(recorded.event(), recorded.caller(), recorded.trace())),
                            recorded + " is met by projections as " + met);
                    for (var state : Samples.of(type.state())) {
                        var live = type.decider().evolve(state, type.event().cast(recorded.event()));
                        var replayed = type.decider().evolve(state, type.event().cast(back.event()));
                        require(
                                live.equals(replayed),
                                state + " is replayed by " + recorded.event() + " to " + replayed);
                    }
                });
    }

    private static <S> Held<S> held(EntityType<?, ?, ?, ?> type, S state) {
        var recent = new RecentCommands(StoredForms.SETTINGS.rememberedCommands());
        var revision = 0;
        for (var reply : Samples.of(type.reply())) {
            revision++;
            recent.remember(new CommandKey(revision, -1, Long.MAX_VALUE), revision, StoredForms.storedReply(reply));
        }
        return new Held<>(state, revision, recent);
    }

    private static List<Object> effects(RecentCommands recent) {
        var packed = recent.pack();
        return List.of(ByteBuffer.wrap(packed.entries()), packed.replies());
    }

    private static Stream<Object> requests(EntityType<?, ?, ?, ?> type, ActorRef<Answer> replyTo) {
        var metas = Samples.of(CommandMeta.class);
        return Stream.concat(
                Samples.of(type.command()).stream()
                        .flatMap(command -> metas.stream()
                                .map(meta -> new ShellMessage.Submit(type.name(), command, meta, replyTo))),
                Stream.of(new ShellMessage.Read(type.name(), replyTo), ShellMessage.Stop.STOP));
    }

    private static Stream<Object> reads(EntityType<?, ?, ?, ?> type) {
        return Stream.concat(
                Samples.of(type.state()).stream()
                        .map(state -> new Answer.OfRead(type.name(), new Versioned<>(state, 5_000_000_000L))),
                Stream.of(new Answer.Unavailable(type.name())));
    }

    private Stream<Object> outcomes(EntityType<?, ?, ?, ?> type) {
        var outcomes = new ArrayList<Outcome<?>>(List.of(
                new Outcome.RevisionMismatch<>(5_000_000_000L),
                new Outcome.KeyReused<>(),
                new Outcome.Overloaded<>(),
                new Outcome.Unknown<>()));
        Samples.of(type.reply()).forEach(reply -> outcomes.add(new Outcome.Committed<>(5_000_000_000L, reply, true)));
        Samples.of(Rejection.class).forEach(rejection -> outcomes.add(new Outcome.Refused<>(rejection)));
        require(
                outcomes.stream()
                        .map(Object::getClass)
                        .collect(toSet())
                        .equals(Samples.classes(Outcome.class).collect(toSet())),
                "an outcome is added, but no sample of it here");
        return outcomes.stream().map(outcome -> new Answer.OfCommand(type.name(), outcome));
    }

    private static Object returned(SerializerWithStringManifest serializer, Object sent) {
        try {
            return serializer.fromBinary(serializer.toBinary(sent), serializer.manifest(sent));
        } catch (NotSerializableException e) {
            throw new AssertionError("ours do not throw it", e);
        }
    }

    private void require(boolean lawful, String breach) {
        if (!lawful) {
            violations.add(breach);
        }
    }
}
