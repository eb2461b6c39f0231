package dev.perennial.bench;

import dev.perennial.bench.load.SingleRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts servers one after the other in the same folder, and times each until its first durable answer. */
final class Starting {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    /** Tenants of starts, beyond those of the loads. */
    private static final int FIRST_TENANT = 900_000;

    private final Path data;
    private final Map<String, String> settings;
    private int done;

    Starting(Path data) {
        this(data, Map.of());
    }

    /** @param settings in the environment, beyond the folder and the ports */
    Starting(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
    }

    /** @param seconds from the start of the process to the answer of a command that is stored */
    record Started(Server server, Api api, double seconds) {}

    Started start() throws IOException {
        long begun = System.nanoTime();
        var server = Server.exec(data, settings);
        try {
            var api = new Api(awaitKey(server));
            awaitTenant(server, api);
            return new Started(server, api, (System.nanoTime() - begun) / 1e9);
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /** Commands that made a tenant so far. */
    int tenants() {
        return done;
    }

    private static String awaitKey(Server server) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var key = server.operatorKey();
        while (key.isEmpty()) {
            pause(server, end);
            key = server.operatorKey();
        }
        return key.get();
    }

    private void awaitTenant(Server server, Api api) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (var requests = new SingleRequests(server.port(), api.createTenant())) {
            while (!created(requests)) {
                pause(server, end);
            }
        }
        done++;
    }

    /** Not up yet, or not ready yet: both are no. */
    private boolean created(SingleRequests requests) throws IOException {
        try {
            var response = requests.send(FIRST_TENANT + done).join();
            if (response.statusCode() / 100 == 4) {
                throw new IOException("the first command was answered " + response + response.body());
            }
            return response.statusCode() / 100 == 2;
        } catch (CompletionException unreachable) {
            return false;
        }
    }

    private static void pause(Server server, long end) throws IOException {
        server.requireAlive();
        if (System.nanoTime() > end) {
            throw new IOException("the server does not answer within " + PATIENCE);
        }
        LockSupport.parkNanos(PAUSE);
    }
}
