package dev.perennial.bench.load;

/**
 * From an event to the row of the view that shows it.
 *
 * @param fromWrite from the time in the event's journal row
 * @param fromAnswer from the moment at which the command was acknowledged
 * @param commands for the accounts
 */
public record LagResult(Latency fromWrite, Latency fromAnswer, Counts commands) {}
