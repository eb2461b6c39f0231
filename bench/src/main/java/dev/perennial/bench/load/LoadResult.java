package dev.perennial.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a load did.
 *
 * @param measured answers inside the window
 * @param total all answers, warm-up and last stragglers included; for accounts, not for rates
 * @param seconds the true length of the window
 * @param latency of accepted requests inside the window
 * @param refusals latency of refused ones
 * @param cpu used during the window
 * @param firstProblem the first answer that was no success, or why there was none; empty when all went well
 */
public record LoadResult(
        Counts measured,
        Counts total,
        double seconds,
        Latency latency,
        Latency refusals,
        Cpu cpu,
        String firstProblem) {

    /** Accepted requests per second. */
    @JsonProperty(value = "rate", access = JsonProperty.Access.READ_ONLY)
    public double rate() {
        return measured.accepted() / seconds;
    }

    /** Milliseconds of the server and PostgreSQL together. */
    public double cpuPerAccepted() {
        return (cpu.server() + cpu.postgres()) / measured.accepted();
    }
}
