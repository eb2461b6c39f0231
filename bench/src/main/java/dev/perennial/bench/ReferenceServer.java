package dev.perennial.bench;

import dev.perennial.bench.reference.JdbcService;
import java.io.IOException;
import java.nio.file.Path;

/** The service that the gate is compared with, in a process of its own. */
final class ReferenceServer implements AutoCloseable {

    private final Process process;
    private final int port;

    private ReferenceServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Listens when this returns. */
    static ReferenceServer start(String jdbcUrl, String credential) throws IOException {
        int port = Server.freePort();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@app/jvm.options",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JdbcService.class.getName(),
                        Integer.toString(port),
                        jdbcUrl,
                        credential)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = process.inputReader();
        for (String line = output.readLine(); !"listening".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("the reference service has ended; its error is above");
            }
        }
        return new ReferenceServer(process, port);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
