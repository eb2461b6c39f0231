package dev.perennial.app.log;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/** Stack traces with the root cause first; of an outage only that, since nothing in the program is to be looked for. */
public final class OutageConverter extends RootCauseFirstThrowableProxyConverter {

    @Override
    public String convert(ILoggingEvent event) {
        if (!OutageFilter.isOutage(event)) {
            return super.convert(event);
        }
        IThrowableProxy root = event.getThrowableProxy();
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "    " + root.getClassName() + ": " + root.getMessage() + System.lineSeparator();
    }
}
