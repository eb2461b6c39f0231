package dev.perennial.domain.billing;

import java.util.List;

/**
 * Usage that was priced before and may have grown since: what has come late is priced now.
 *
 * @param charges those that priced it and are not given up, in their order
 * @param closed whether nothing can come any more, so that this is the last time
 */
public record EarlierUsage(UsageDue due, List<ChargeId> charges, boolean closed) {

    public EarlierUsage {
        charges = List.copyOf(charges);
    }
}
