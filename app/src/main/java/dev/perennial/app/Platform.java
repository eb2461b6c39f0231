package dev.perennial.app;

import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Flows;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.persistence.journal.EventCodec;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.vault.PersonalData;
import java.time.Clock;

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
        FollowUps followUps) {}
