package dev.perennial.app.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.user.PasswordHash;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.persistence.history.History;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.vault.PersonalData;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to an entity. What is personal is opened while it may be; secrets, hashed as they are, are left out. */
final class HistoryRoutes implements Routes {

    private static final String ERASED = "[erased]";
    private static final int DEFAULT_LIMIT = 50;

    private final History history;
    private final PersonalData personalData;
    private final Flows flows;

    HistoryRoutes(History history, PersonalData personalData, Flows flows) {
        this.history = history;
        this.personalData = personalData;
        this.flows = flows;
    }

    private record Items(List<Item> items, @Nullable String next) {}

    private record By(String kind, String id) {}

    private record Item(long revision, String event, int version, Instant at, By by, Map<String, JsonNode> data) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "getTenantHistory", of(IdentityEntities.TENANT, "tenant"),
                "getUserHistory", of(IdentityEntities.USER, "user"),
                "getSessionHistory", of(IdentityEntities.SESSION, "session"),
                "getApiKeyHistory", of(IdentityEntities.API_KEY, "key"));
    }

    private Handler of(EntityType<?, ?, ?, ?> type, String parameter) {
        return flows.handler(call -> {
            var limit = (int) call.query("limit", DEFAULT_LIMIT);
            var after = after(call);
            var events = history.events(type, call.tenant(), call.id(parameter), after, limit);
            if (events.isEmpty() && after == 0) {
                throw Problems.NO_SUCH_ENTITY.exception("it does not exist");
            }
            var next = events.size() == limit ? Long.toString(events.getLast().revision()) : null;
            return Reply.json(200, new Items(events.stream().map(this::item).toList(), next));
        });
    }

    /** The cursor of a history is the last revision that was seen. */
    private static long after(Call call) {
        try {
            return call.query("cursor")
                    .map(Long::parseLong)
                    .filter(revision -> revision > 0)
                    .orElse(0L);
        } catch (NumberFormatException e) {
            throw Problems.INVALID_PARAMETER.exception("the cursor is not one of this list");
        }
    }

    private Item item(StoredEvent stored) {
        var separator = stored.manifest().indexOf('#');
        var caller = stored.decoded().caller();
        return new Item(
                stored.revision(),
                stored.manifest().substring(0, separator),
                Integer.parseInt(stored.manifest().substring(separator + 1)),
                stored.at(),
                new By(caller.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), caller.id()),
                data(stored));
    }

    private Map<String, JsonNode> data(StoredEvent stored) {
        var data = new LinkedHashMap<String, JsonNode>();
        for (var component : stored.event().getClass().getRecordComponents()) {
            switch (value(component, stored.event())) {
                case SecretHash _, PasswordHash _ -> {}
                case Sealed sealed ->
                    data.put(
                            component.getName(),
                            TextNode.valueOf(personalData
                                    .open(
                                            stored.entity().tenant(),
                                            stored.entity().id(),
                                            sealed)
                                    .orElse(ERASED)));
                case Enum<?> constant -> data.put(component.getName(), TextNode.valueOf(Views.label(constant)));
                case Object plain -> data.put(component.getName(), Json.mapper().valueToTree(plain));
            }
        }
        return data;
    }

    private static Object value(RecordComponent component, Object event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("events are public records", e);
        }
    }
}
