package dev.perennial.bench.load;

/**
 * Processes whose CPU time is read at both ends of the window.
 *
 * @param server 0 when no server takes part
 * @param postmaster PostgreSQL's first process; its children count as well
 */
public record Watch(long server, long postmaster) {}
