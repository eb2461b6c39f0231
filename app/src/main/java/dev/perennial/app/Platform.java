package dev.perennial.app;

import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Flows;
import dev.perennial.app.query.Histories;
import dev.perennial.app.query.Lists;
import dev.perennial.app.query.Reads;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.persistence.history.History;
import dev.perennial.persistence.journal.EventCodec;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.projection.ViewModule;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.vault.PersonalData;
import java.time.Clock;
import java.util.List;

/**
 * What a module may build on.
 *
 * @param entities the way to every entity
 * @param commands sends the command a call stands for and answers with what became of it
 * @param flows for handlers of several steps
 * @param codec reads what is in the journal
 * @param followUps what happens after commits
 * @param personalData seals and opens what is personal
 */
public record Platform(
        Settings settings,
        Clock clock,
        Database database,
        EventCodec codec,
        Entities entities,
        Commands commands,
        Flows flows,
        IdDeriver ids,
        PersonalData personalData,
        AccessControl access,
        FollowUps followUps) {

    /** For queries of a module's own. */
    public TenantQueries queries() {
        return new TenantQueries(database.query());
    }

    /** Makes handlers that read one entity. */
    public Reads reads() {
        return new Reads(entities, history(), flows);
    }

    /** Makes handlers that show what happened to one entity. */
    public Histories histories() {
        return new Histories(history(), personalData, flows);
    }

    /** Makes handlers that list what is in a module's views. */
    public Lists lists(ViewModule views) {
        return new Lists(freshness(views), flows);
    }

    /** Waits for what was written to be in a module's views. */
    public Freshness freshness(ViewModule views) {
        return new Freshness(queries(), List.of(views), followUps.applied());
    }

    /** The past of single entities. */
    public History history() {
        return new History(queries(), new HorizonReader(codec));
    }
}
