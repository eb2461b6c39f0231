package dev.perennial.app.http;

import java.util.Map;

/** The handlers of one module, by the contract's operation ids. */
@FunctionalInterface
public interface Routes {

    Map<String, Handler> handlers();
}
