package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.laws.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The text in which events are stored, for tests outside this package. */
public final class StoredForms {

    private static final Caller CALLER = new Caller(Caller.Kind.USER, "u_sample", 20);
    private static final CommandKey KEY = new CommandKey(1, 2, 3);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static final ShellSettings SETTINGS = new ShellSettings(100, 50, 100, 50, Duration.ofSeconds(20), 100);

    private final EntityRegistry registry;
    private final JournalSerializer serializer;

    public StoredForms(List<EntityType<?, ?, ?, ?>> types) {
        registry = new EntityRegistry(types);
        serializer = new JournalSerializer(registry, SETTINGS);
    }

    /** Every stored name with its class, old versions included, in alphabetical order. */
    public Map<String, Class<?>> events() {
        return new TreeMap<>(registry.storedEvents());
    }

    /** The name and version of an event class, as stored. */
    public static String nameOf(Class<?> event) {
        return EntityRegistry.storedName(event);
    }

    /** Samples of a current event as they are stored, together with a sample of everything that is stored around it. */
    public List<String> samples(Class<?> event) {
        return recorded(event).stream().map(this::write).toList();
    }

    /** What becomes of the stored text when this program reads it and writes it again. */
    public String rewrite(String name, String stored) {
        return write(serializer.fromBinary(stored.getBytes(StandardCharsets.UTF_8), name));
    }

    List<? extends Recorded<?>> recorded(Class<?> event) {
        var events = Samples.of(event);
        var replies = Samples.of(registry.storedEvent(nameOf(event)).owner().reply());
        return IntStream.range(0, Math.max(events.size(), replies.size()))
                .mapToObj(i -> new Recorded<>(
                        events.get(i % events.size()),
                        CALLER,
                        KEY,
                        storedReply(replies.get(i % replies.size())),
                        TRACE))
                .toList();
    }

    static @Nullable Object storedReply(Object reply) {
        return reply == Done.DONE ? null : reply;
    }

    private String write(Object recorded) {
        return new String(serializer.toBinary(recorded), StandardCharsets.UTF_8);
    }
}
