package dev.perennial.persistence.projection;

import dev.perennial.persistence.json.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The views of one module: a schema of their own, defined by the resource {@code views/<name>.sql}, fed by one projection
 * of the same name. The definition names no schema, so that the views can be built anew beside those that serve.
 *
 * @param name of the module, of its schema and of its projection
 * @param version to be raised with every change of what the views contain: when programs of two versions run side by side,
 *     the higher one decides
 * @param views tables of states
 * @param eventViews tables of what events add up to
 */
public record ViewModule(String name, int version, List<StateView<?>> views, List<EventView> eventViews) {

    private static final Pattern NAME = Pattern.compile("[a-z]+");

    public ViewModule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a schema: " + name);
        }
        views = List.copyOf(views);
        eventViews = List.copyOf(eventViews);
    }

    /** Views of states alone. */
    public ViewModule(String name, int version, List<StateView<?>> views) {
        this(name, version, views, List.of());
    }

    /** The table, with its schema, that says how far the views are with each entity of a type, by the type's name. */
    public Map<String, String> tables() {
        var tables = new HashMap<String, String>();
        views.forEach(view -> tables.put(view.type().name(), name + "." + view.table()));
        eventViews.forEach(view -> tables.put(view.type().name(), name + "." + view.table()));
        return Map.copyOf(tables);
    }

    /** Follows the journal into the module's schema. */
    public Projection projection() {
        return into(name, name);
    }

    /** The same into another schema, under another name. */
    Projection into(String projection, String schema) {
        var writers =
                views.stream().map(view -> StateViewWriter.of(view, schema)).toList();
        Projection.View view = (connection, events) -> {
            for (var writer : writers) {
                writer.apply(connection, events);
            }
            for (var eventView : eventViews) {
                eventView.apply(connection, schema, events);
            }
        };
        return new Projection(projection, tables().keySet(), !eventViews.isEmpty(), fingerprint(), view);
    }

    /** The statements that create tables and indexes, with unqualified names. */
    String definition() {
        var resource = "views/" + name + ".sql";
        try (var in = ViewModule.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Differs when what is in the tables has to be built anew: other definitions, columns or forms of states. */
    String fingerprint() {
        var content = definition()
                + views.stream()
                        .map(view -> view.table()
                                + view.columns().keySet()
                                + Shape.of(view.type().state()))
                        .collect(Collectors.joining());
        return version + "-" + Shape.digest(content);
    }
}
