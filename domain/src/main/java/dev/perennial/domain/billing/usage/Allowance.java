package dev.perennial.domain.billing.usage;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import java.time.Duration;

/**
 * What an account goes by.
 *
 * @param cycle the periods it counts in
 * @param grace for how long after a period its usage may still come
 * @param version grows with the tenant's subscription. An account keeps the highest it met, so a caller that is behind
 *     never has it go by older terms
 */
public record Allowance(Limit limit, Cycle cycle, Aggregation aggregation, Duration grace, long version) {}
