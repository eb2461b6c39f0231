package dev.perennial.bench.load;

import java.time.Duration;

/**
 * Sends single commands to entities of its own, and polls the view until it shows them.
 *
 * @param request a command that changes the entity it names; its answer carries the new revision as {@code ETag}
 * @param id the entity's local id, with {@link Request#ENTITY} in it
 * @param entities numbers that stand in for {@link Request#ENTITY}, one command at a time each
 * @param pause between the starts of two commands
 * @param viewQuery takes an array of local ids, answers {@code (local id, revision)} of those that the view has
 * @param eventQuery takes a local id and a revision, answers the milliseconds since the epoch at which it was written
 */
public record LagJob(
        int port,
        Request request,
        String id,
        HttpJob.Entities entities,
        Duration pause,
        Duration measure,
        String url,
        String viewQuery,
        String eventQuery)
        implements Job {}
