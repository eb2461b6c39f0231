package dev.perennial.app.manifests;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables that the program reads, and what it makes of them. */
public final class Variables {

    private static final Pattern READ = Pattern.compile("\\$\\{\\??(PERENNIAL_[A-Z_]+)");

    /** From the files that read them. */
    public static final Set<String> KNOWN = Stream.of("/application.conf", "/logback.xml")
            .map(Variables::text)
            .flatMap(text -> READ.matcher(text).results())
            .map((MatchResult result) -> result.group(1))
            .collect(Collectors.toUnmodifiableSet());

    private Variables() {}

    /** The configuration of a node with this environment and no other. */
    public static Config configuration(Map<String, String> environment) {
        return ConfigFactory.parseResources("application.conf")
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .withFallback(ConfigFactory.parseMap(environment))
                .resolve();
    }

    private static String text(String resource) {
        try (var stream = Variables.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
