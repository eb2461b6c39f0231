package dev.perennial.persistence.laws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Superseded;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.shell.StoredForms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Events as they were stored when their version was new, one on each line, kept for ever: what is in a journal can be read
 * as long as these can.
 *
 * <p>Of each event version there is {@code <name>-v<version>.jsonl}. Of one that is superseded there is also
 * {@code <name>-v<version>.upcast.jsonl}, which says on the same lines what each became in the next version. Lines are
 * only ever added: those of a new event by the first run of the test, which fails so that someone reads and commits them.
 */
public final class GoldenFiles {

    private final Path folder;
    private final StoredForms forms;

    public GoldenFiles(Path folder, List<EntityType<?, ?, ?, ?>> types) {
        this.folder = folder;
        this.forms = new StoredForms(types);
    }

    /** One sentence for each way in which the files and this program disagree. A line that is missing is none yet. */
    public List<String> violations() {
        var violations = new ArrayList<String>();
        var known = new TreeSet<Path>();
        forms.events().forEach((name, event) -> {
            known.add(file(event));
            if (isSuperseded(event)) {
                known.add(upcastFile(event));
                checkSuperseded(name, event, violations);
            } else {
                checkCurrent(name, event, violations);
            }
        });
        existing()
                .filter(file -> !known.contains(file))
                .forEach(
                        file -> violations.add(file + " belongs to no event; what was ever stored must stay readable"));
        return violations;
    }

    /**
     * Adds the lines that are missing; what is there stays as it is. Only for files without {@link #violations}: else the
     * changed form of an old event would be added to the lines that prove that it was changed.
     *
     * @return the files with their new lines
     */
    public List<String> addMissing() {
        var added = new ArrayList<String>();
        forms.events().forEach((_, event) -> {
            var file = isSuperseded(event) ? upcastFile(event) : file(event);
            var missing = isSuperseded(event) ? missingUpcasts(event) : missing(event);
            if (!missing.isEmpty()) {
                append(file, missing);
                added.add(file + "\n" + String.join("\n", missing).indent(2));
            }
        });
        return added;
    }

    private void checkCurrent(String name, Class<?> event, List<String> violations) {
        for (var line : lines(file(event))) {
            compare(file(event), line, () -> forms.rewrite(name, line), violations);
            if (content(line).has(Json.TAG)) {
                violations.add(file(event) + " holds a class name: " + line);
            }
        }
    }

    private void checkSuperseded(String name, Class<?> event, List<String> violations) {
        var stored = lines(file(event));
        var upcast = lines(upcastFile(event));
        if (stored.isEmpty()) {
            violations.add(file(event) + " is missing: it was made when that version was new, restore it");
        }
        if (upcast.size() > stored.size()) {
            violations.add(upcastFile(event) + " has more lines than " + file(event));
        }
        for (var i = 0; i < Math.min(stored.size(), upcast.size()); i++) {
            var line = stored.get(i);
            compare(upcastFile(event), upcast.get(i), () -> upcast(event, line), violations);
            compare(file(event), "loads", () -> forms.rewrite(name, line).isEmpty() ? "" : "loads", violations);
        }
    }

    private static void compare(Path file, String golden, Supplier<String> now, List<String> violations) {
        try {
            var actual = now.get();
            if (!actual.equals(golden)) {
                violations.add("%s says%n%s%nwhich now is%n%s%na new form is a new version of the event"
                        .formatted(file, golden, actual));
            }
        } catch (RuntimeException e) {
            violations.add("%s cannot be read any more:%n%s%n%s".formatted(file, golden, e));
        }
    }

    /** The lines that samples of the event would have and the file has not. */
    private List<String> missing(Class<?> event) {
        var known = lines(file(event));
        return forms.samples(event).stream()
                .filter(line -> !known.contains(line))
                .toList();
    }

    /** What became of the lines that nobody has looked at yet. */
    private List<String> missingUpcasts(Class<?> event) {
        return lines(file(event)).stream()
                .skip(lines(upcastFile(event)).size())
                .map(line -> upcast(event, line))
                .toList();
    }

    /** The next version of a stored event, with its name. */
    private static String upcast(Class<?> event, String line) {
        if (Json.read(content(line).toString(), event) instanceof Superseded<?> old) {
            var next = old.upcast();
            return "{\"%s\":%s}".formatted(StoredForms.nameOf(next.getClass()), Json.write(next));
        }
        throw new AssertionError(event + " is superseded");
    }

    private static JsonNode content(String line) {
        return Json.read(line, JsonNode.class).path("e");
    }

    private static boolean isSuperseded(Class<?> event) {
        return Superseded.class.isAssignableFrom(event);
    }

    private Path file(Class<?> event) {
        return folder.resolve(StoredForms.nameOf(event).replace("#", "-v") + ".jsonl");
    }

    private Path upcastFile(Class<?> event) {
        return folder.resolve(StoredForms.nameOf(event).replace("#", "-v") + ".upcast.jsonl");
    }

    private Stream<Path> existing() {
        try (var files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (NoSuchFileException e) {
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, List<String> added) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, added, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
