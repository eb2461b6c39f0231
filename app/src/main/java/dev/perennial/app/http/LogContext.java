package dev.perennial.app.http;

import java.util.function.Supplier;
import org.slf4j.MDC;

/** What every log line of a request carries: which request, operation and trace it is of, and which tenant's. */
final class LogContext {

    private static final int TRACE_ID = 3;
    private static final int TRACE_ID_END = 35;

    private LogContext() {}

    /** Works within the context of a call. */
    static <T> T of(Call call, Supplier<T> work) {
        return of(call.operation(), call.head(), call.tenantIfAny(), work);
    }

    /** The same where there is no call yet, or no longer. */
    static <T> T of(Operation operation, RequestHead head, String tenant, Supplier<T> work) {
        try (var _ = MDC.putCloseable("request", head.requestId());
                var _ = MDC.putCloseable("trace", head.trace().substring(TRACE_ID, TRACE_ID_END));
                var _ = MDC.putCloseable("operation", operation.id());
                var _ = MDC.putCloseable("tenant", tenant)) {
            return work.get();
        }
    }
}
