package dev.perennial.app.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Free ports below those that the system gives to outgoing connections, so that they are still free when used. */
final class Ports {

    private static final int FIRST = 21_000;
    private static final int LAST = 31_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(FIRST + (int) (ProcessHandle.current().pid() % (LAST - FIRST)));

    private Ports() {}

    static int free() {
        while (true) {
            int port = NEXT.updateAndGet(last -> last >= LAST ? FIRST : last + 1);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                // The next one, then.
            }
        }
    }
}
