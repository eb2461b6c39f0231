package dev.perennial.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.bench.load.HttpJob;
import dev.perennial.bench.load.Job;
import dev.perennial.bench.load.LagJob;
import dev.perennial.bench.load.LagResult;
import dev.perennial.bench.load.LoadGenerator;
import dev.perennial.bench.load.LoadResult;
import dev.perennial.bench.load.PostgresJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** A load generator process. It takes one job at a time; what runs at the same time needs a generator each. */
final class Generator implements AutoCloseable {

    private final ObjectMapper json = LoadGenerator.json();
    private final Process process;
    private final Writer jobs;
    private final BufferedReader results;

    private Generator(Process process) {
        this.process = process;
        this.jobs = process.outputWriter();
        this.results = process.inputReader();
    }

    /** One collector thread and a small heap: it shares the machine with what it measures. */
    static Generator start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadGenerator.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Generator(process);
    }

    LoadResult run(HttpJob job) throws IOException {
        begin(job);
        return answer(LoadResult.class);
    }

    LoadResult run(PostgresJob job) throws IOException {
        begin(job);
        return answer(LoadResult.class);
    }

    LagResult run(LagJob job) throws IOException {
        begin(job);
        return answer(LagResult.class);
    }

    /** Starts a job; {@link #loadResult} waits for its end. */
    void begin(Job job) throws IOException {
        // Typed by the interface: only then does the line say what kind of job it is.
        jobs.write(json.writerFor(Job.class).writeValueAsString(job));
        jobs.write('\n');
        jobs.flush();
    }

    LoadResult loadResult() throws IOException {
        return answer(LoadResult.class);
    }

    @Override
    public void close() {
        process.destroy();
    }

    private <R> R answer(Class<R> type) throws IOException {
        String line = results.readLine();
        if (line == null) {
            throw new IOException("the load generator has ended; its error is above");
        }
        try {
            return json.readValue(line, type);
        } catch (JsonProcessingException noResult) {
            throw new IOException("the load generator answered " + line, noResult);
        }
    }
}
