package dev.perennial.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads settings below one path, and fails with the full name of the first that is missing or wrong. */
public final class SettingsReader {

    private static final int HIGHEST_PORT = 65_535;

    private final Config config;
    private final String path;

    private SettingsReader(Config config, String path) {
        this.config = config;
        this.path = path;
    }

    public static SettingsReader at(Config config, String path) {
        return new SettingsReader(config, path);
    }

    /** The settings one level below. */
    public SettingsReader in(String name) {
        return new SettingsReader(config, nameOf(name));
    }

    /** A text that is not blank. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> invalid(name, "must not be empty"));
    }

    /** A text, absent when it is blank or not set. */
    public Optional<String> optionalText(String name) {
        if (!config.hasPath(nameOf(name))) {
            return Optional.empty();
        }
        return Optional.of(read(name, () -> config.getString(nameOf(name)).strip()))
                .filter(text -> !text.isEmpty());
    }

    /** Parts of a comma-separated text, or of a list; blank ones are left out. */
    public List<String> texts(String name) {
        return read(name, () -> switch (config.getValue(nameOf(name)).valueType()) {
            case LIST -> config.getStringList(nameOf(name));
            case STRING, NUMBER, BOOLEAN, NULL, OBJECT ->
                List.of(config.getString(nameOf(name)).split(",", -1)).stream()
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
        });
    }

    /** A whole number between the two, both allowed. */
    public int number(String name, int least, int most) {
        int number = read(name, () -> config.getInt(nameOf(name)));
        if (number < least || number > most) {
            throw invalid(name, "is %d; it must be from %d to %d".formatted(number, least, most));
        }
        return number;
    }

    /** True or false, also as yes or no. */
    public boolean flag(String name) {
        return read(name, () -> config.getBoolean(nameOf(name)));
    }

    /** A TCP port; 0 lets the system choose. */
    public int port(String name) {
        return number(name, 0, HIGHEST_PORT);
    }

    /** A duration between the two, both allowed. */
    public Duration duration(String name, Duration least, Duration most) {
        Duration duration = read(name, () -> config.getDuration(nameOf(name)));
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw invalid(name, "is %s; it must be from %s to %s".formatted(duration, least, most));
        }
        return duration;
    }

    /** A folder or file, made absolute. */
    public Path file(String name) {
        return Path.of(text(name)).toAbsolutePath().normalize();
    }

    /** The error of a rule that only the caller knows. */
    public InvalidSettingException invalid(String name, String problem) {
        return new InvalidSettingException(nameOf(name), problem);
    }

    private <T> T read(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (ConfigException.Missing missing) {
            throw invalid(name, "is missing");
        } catch (ConfigException wrong) {
            throw invalid(name, "is wrong: " + wrong.getMessage());
        }
    }

    private String nameOf(String name) {
        return path + "." + name;
    }
}
