package dev.perennial.app.http;

import dev.perennial.domain.kernel.TenantId;
import java.util.concurrent.CompletionStage;

/** Whether a tenant is open for business. Asked before every command of a tenant's principals and every log-in. */
@FunctionalInterface
public interface TenantGate {

    /** The closed set of answers. A tenant that does not exist is open: the operation itself says what it misses. */
    enum Standing {
        OPEN,
        SUSPENDED,
        CLOSED
    }

    /** Strongly consistent up to a second of caching; completes at once from the cache. */
    CompletionStage<Standing> standing(TenantId tenant);
}
