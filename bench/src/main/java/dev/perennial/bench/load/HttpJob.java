package dev.perennial.bench.load;

/**
 * Repeats one request over keep-alive connections to this machine, each connection with one request at a time.
 *
 * @param perSecond 0 for a closed loop: every connection sends again as soon as it is answered. Otherwise requests start
 *     at this rate whatever becomes of the earlier ones; one that finds all connections busy counts as unsent
 */
public record HttpJob(
        int port, Request request, Entities entities, int connections, double perSecond, Window window, Watch watch)
        implements Job {

    /**
     * Which numbers stand in for {@link Request#ENTITY}.
     *
     * @param onceEach every number exactly once, in order, and then the job is done; otherwise at random
     */
    public record Entities(int from, int count, boolean onceEach) {}
}
