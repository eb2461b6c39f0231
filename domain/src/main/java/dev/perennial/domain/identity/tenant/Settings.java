package dev.perennial.domain.identity.tenant;

import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import dev.perennial.domain.identity.tenant.TenantEvent.SettingsChanged;
import dev.perennial.domain.kernel.Rejection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A tenant's settings: at most {@value #MAX_KEYS} of them.
 *
 * @param values by key. A key is lower case words joined by {@code .}, {@code _} or {@code -}, at most
 *     {@value #MAX_KEY_LENGTH} characters. A value is the JSON text of a scalar ({@code "dark"} with its quotes,
 *     {@code 3}, {@code true}), at most {@value #MAX_VALUE_LENGTH} characters, so it keeps its type.
 */
public record Settings(Map<String, String> values) {

    public static final int MAX_KEYS = 100;
    public static final int MAX_KEY_LENGTH = 64;
    public static final int MAX_VALUE_LENGTH = 1024;
    public static final Settings NONE = new Settings(Map.of());

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*([._-][a-z0-9]+)*");

    // Storage refuses the NUL character, half surrogate pairs and numbers without bound, so they never become events.
    private static final Pattern SCALAR = Pattern.compile("""
            true|false\
            |-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?\
            |"([^"\\\\\\p{Cntrl}\\p{Cs}]|\\\\["\\\\/bfnrt]|\\\\u(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{4})*+\"""");

    public Settings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Why the patch is refused, if it is. */
    Optional<Rejection> refuse(ChangeSettings patch) {
        if (patch.set().keySet().stream().anyMatch(patch.remove()::contains)) {
            return Optional.of(Rejection.invalid("settings.ambiguous", "A setting cannot be both set and removed."));
        }
        if (!patch.set().keySet().stream().allMatch(Settings::validKey)
                || !patch.remove().stream().allMatch(Settings::validKey)) {
            return Optional.of(Rejection.invalid(
                    "settings.key-invalid",
                    "A key is lower case words joined by '.', '_' or '-', at most 64 characters."));
        }
        for (var entry : patch.set().entrySet()) {
            if (!validValue(entry.getValue())) {
                return Optional.of(new Rejection(
                        Rejection.Kind.INVALID,
                        "settings.value-invalid",
                        "A value is a JSON string, number or boolean of at most 1024 characters.",
                        Map.of("key", entry.getKey())));
            }
        }
        return after(changed(patch)).values.size() <= MAX_KEYS ? Optional.empty() : Optional.of(tooMany());
    }

    /** What of the patch is news. */
    SettingsChanged changed(ChangeSettings patch) {
        var set = new TreeMap<>(patch.set());
        set.entrySet().removeIf(entry -> entry.getValue().equals(values.get(entry.getKey())));
        var removed = new TreeSet<>(patch.remove());
        removed.retainAll(values.keySet());
        return new SettingsChanged(set, removed);
    }

    Settings after(SettingsChanged change) {
        var next = new TreeMap<>(values);
        next.putAll(change.set());
        next.keySet().removeAll(change.removed());
        return new Settings(next);
    }

    private static boolean validKey(String key) {
        return key.length() <= MAX_KEY_LENGTH && KEY.matcher(key).matches();
    }

    private static boolean validValue(String value) {
        return value.length() <= MAX_VALUE_LENGTH && SCALAR.matcher(value).matches();
    }

    private static Rejection tooMany() {
        return new Rejection(
                Rejection.Kind.EXHAUSTED,
                "settings.too-many",
                "The tenant would have too many settings.",
                Map.of("limit", Integer.toString(MAX_KEYS)));
    }
}
