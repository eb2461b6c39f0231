package dev.perennial.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process: reads a job per line from standard input, writes its result as a line to standard output. */
public final class LoadGenerator {

    private LoadGenerator() {}

    /** How jobs and results are written. */
    public static ObjectMapper json() {
        return JsonMapper.builder().addModule(new JavaTimeModule()).build();
    }

    public static void main(String[] args) throws Exception {
        var json = json();
        var results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (var jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
                results.println(json.writeValueAsString(run(json.readValue(line, Job.class))));
            }
        }
    }

    private static Record run(Job job) throws Exception {
        return switch (job) {
            case HttpJob http -> HttpLoad.run(http);
            case PostgresJob postgres -> PostgresLoad.run(postgres);
            case LagJob lag -> LagProbe.run(lag);
        };
    }
}
