package dev.perennial.app.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.persistence.history.History;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.vault.PersonalData;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happened to an entity, oldest first. What is personal is opened while it may be. */
public final class Histories {

    private static final String ERASED = "[erased]";
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");
    private static final int DEFAULT_LIMIT = 50;

    private final History history;
    private final PersonalData personalData;
    private final Flows flows;

    public Histories(History history, PersonalData personalData, Flows flows) {
        this.history = history;
        this.personalData = personalData;
        this.flows = flows;
    }

    private record Items(
            List<Item> items,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    private record By(String kind, String id) {}

    private record Item(long revision, String event, int version, Instant at, By by, Map<String, JsonNode> data) {}

    /**
     * The history of the entity that a path parameter names.
     *
     * @param hidden types of values that nobody is shown, such as hashes of secrets
     */
    public Handler of(EntityType<?, ?, ?, ?> type, String parameter, Class<?>... hidden) {
        var secrets = Set.of(hidden);
        return flows.handler(call -> {
            var limit = (int) call.query("limit", DEFAULT_LIMIT);
            var after = after(call);
            var events = history.events(type, call.tenant(), call.id(parameter), after, limit);
            if (events.isEmpty() && after == 0) {
                throw Problems.NO_SUCH_ENTITY.exception("it does not exist");
            }
            var next = events.size() == limit ? Long.toString(events.getLast().revision()) : null;
            return Reply.json(
                    200,
                    new Items(events.stream().map(event -> item(event, secrets)).toList(), next));
        });
    }

    /** The cursor of a history is the last revision that was seen. */
    public static long after(Call call) {
        var cursor = call.query("cursor").orElse("0");
        if (!REVISION.matcher(cursor).matches()) {
            throw Lists.invalidCursor();
        }
        return Long.parseLong(cursor);
    }

    /** Name and version are those of the form in which the event is shown, which is the current one. */
    private Item item(StoredEvent stored, Set<Class<?>> secrets) {
        var name = Objects.requireNonNull(stored.event().getClass().getAnnotation(EventName.class));
        var caller = stored.decoded().caller();
        return new Item(
                stored.revision(),
                name.value(),
                name.version(),
                stored.at(),
                new By(Reply.label(caller.kind()), caller.id()),
                data(stored, secrets));
    }

    private Map<String, JsonNode> data(StoredEvent stored, Set<Class<?>> secrets) {
        var data = new LinkedHashMap<String, JsonNode>();
        for (var component : stored.event().getClass().getRecordComponents()) {
            if (!secrets.contains(component.getType())) {
                data.put(component.getName(), shown(value(component, stored.event()), stored.entity()));
            }
        }
        return data;
    }

    private JsonNode shown(Object value, StoredEvent.Entity owner) {
        return switch (value) {
            case Sealed sealed ->
                TextNode.valueOf(
                        personalData.open(owner.tenant(), owner.id(), sealed).orElse(ERASED));
            case Enum<?> constant -> TextNode.valueOf(Reply.label(constant));
            case Object plain -> Json.mapper().valueToTree(plain);
        };
    }

    private static Object value(RecordComponent component, Object event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("events are public records", e);
        }
    }
}
