package dev.perennial.app;

import dev.perennial.app.http.Routes;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.ViewModule;
import java.util.List;
import java.util.Optional;

/** A business module as the composition root takes it in: ours and a newcomer's alike. */
public interface Module {

    /** The first part of its entity types' names, its schema and its projection. */
    String name();

    /** The class-path resources of its parts of the API's contract. */
    List<String> contracts();

    List<EntityType<?, ?, ?, ?>> entities();

    /** Its read models, if it has any. */
    default Optional<ViewModule> views(Platform platform) {
        return Optional.empty();
    }

    /** What else follows the journal for it: the steps of its processes. */
    default List<Projection> reactions(Platform platform) {
        return List.of();
    }

    /** What runs on one node of the cluster at a time, again and again. */
    default List<Chore> chores(Platform platform) {
        return List.of();
    }

    /** A handler for each operation of its contract. */
    Routes routes(Platform platform);
}
