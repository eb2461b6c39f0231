package dev.perennial.domain.identity.tenant;

import static dev.perennial.domain.kernel.Rejection.Kind.EXHAUSTED;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import dev.perennial.domain.identity.tenant.TenantEvent.SettingsChanged;
import dev.perennial.domain.identity.tenant.TenantEvent.TenantCreated;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final TenantCreated CREATED = new TenantCreated("Acme");

    private static Given<Tenant, TenantCommand, TenantEvent, Done> tenant(TenantEvent... history) {
        return Given.entity(new TenantDecider()).events(history);
    }

    private static ChangeSettings set(String key, String value) {
        return new ChangeSettings(Map.of(key, value), Set.of());
    }

    private static ChangeSettings remove(String... keys) {
        return new ChangeSettings(Map.of(), Set.of(keys));
    }

    private static SettingsChanged changed(Map<String, String> set, String... removed) {
        return new SettingsChanged(set, Set.of(removed));
    }

    private static Map<String, String> numbered(int first, int count) {
        return IntStream.range(first, first + count).boxed().collect(toMap(i -> "key" + i, i -> "1"));
    }

    @Test
    void aPatchOfSettingsStoresOnlyWhatChanges() {
        tenant(CREATED, changed(Map.of("theme", "\"dark\"", "limit", "3", "beta", "true")))
                .when(new ChangeSettings(Map.of("theme", "\"dark\"", "limit", "4"), Set.of("beta", "unknown")))
                .then(changed(Map.of("limit", "4"), "beta"))
                .leaving(new Tenant.Active("Acme", new Settings(Map.of("theme", "\"dark\"", "limit", "4"))));
    }

    @Test
    void aPatchThatChangesNothingStoresNothing() {
        tenant(CREATED, changed(Map.of("limit", "3")))
                .when(new ChangeSettings(Map.of("limit", "3"), Set.of("unknown")))
                .thenNothing();
        tenant(CREATED).when(remove()).thenNothing();
    }

    @Test
    void aPatchSaysOneThingPerSetting() {
        tenant(CREATED)
                .when(new ChangeSettings(Map.of("theme", "1"), Set.of("theme")))
                .thenRejected(INVALID, "settings.ambiguous");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "theme", "ui.theme", "a_b-c.d2"})
    void aSettingHasAKeyOfWords(String key) {
        tenant(CREATED).when(set(key, "1")).then(changed(Map.of(key, "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Theme", "1st", "a..b", ".a", "a.", "a b", "ä", "a\n"})
    void aSettingHasNoOtherKey(String key) {
        tenant(CREATED).when(set(key, "1")).thenRejected(INVALID, "settings.key-invalid");
        tenant(CREATED).when(remove(key)).thenRejected(INVALID, "settings.key-invalid");
    }

    @Test
    void aSettingsKeyHasAtMost64Characters() {
        tenant(CREATED).when(set("x".repeat(64), "1")).then(changed(Map.of("x".repeat(64), "1")));
        tenant(CREATED).when(set("x".repeat(65), "1")).thenRejected(INVALID, "settings.key-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "false",
                "0",
                "-1",
                "3.25",
                "1E-5",
                "\"\"",
                "\"dark\"",
                "\"say \\\"hi\\\"\\n\"",
                "\"株\\u00e4\""
            })
    void aSettingIsAJsonScalar(String value) {
        tenant(CREATED).when(set("key", value)).then(changed(Map.of("key", value)));
    }

    static Stream<String> noScalars() {
        return Stream.of(
                "",
                "dark",
                "null",
                "{}",
                "[1]",
                "01",
                "+1",
                "1.",
                ".5",
                "NaN",
                "\"open",
                "\"a\"b\"",
                "\"\\x\"",
                "\"line\nbreak\"",
                "\"nul\\u0000\"",
                "\"half\\ud83d\"",
                "\"half\ud83d\"",
                "1e999",
                "1".repeat(19));
    }

    @ParameterizedTest(name = "[{index}]") // Some of them cannot be written into a report.
    @MethodSource("noScalars")
    void aSettingIsNothingElse(String value) {
        var rejection = tenant(CREATED).when(set("key", value)).thenRejected(INVALID, "settings.value-invalid");
        assertThat(rejection.members()).isEqualTo(Map.of("key", "key"));
    }

    @Test
    void aSettingHasAtMost1024Characters() {
        var longest = "\"" + "x".repeat(1022) + "\"";
        tenant(CREATED).when(set("key", longest)).then(changed(Map.of("key", longest)));
        tenant(CREATED)
                .when(set("key", longest.replaceFirst("x", "xx")))
                .thenRejected(INVALID, "settings.value-invalid");
    }

    @Test
    void aTenantHasAtMostAHundredSettings() {
        var full = tenant(CREATED, changed(numbered(0, 100)));
        var rejection = full.when(set("key100", "1")).thenRejected(EXHAUSTED, "settings.too-many");
        assertThat(rejection.members()).isEqualTo(Map.of("limit", "100"));
        full.when(set("key99", "2")).then(changed(Map.of("key99", "2")));
        full.when(new ChangeSettings(Map.of("key100", "1"), Set.of("key0")))
                .then(changed(Map.of("key100", "1"), "key0"));
        tenant(CREATED)
                .when(new ChangeSettings(numbered(0, 101), Set.of()))
                .thenRejected(EXHAUSTED, "settings.too-many");
    }

    @Test
    void settingsAreStoredInOneOrder() {
        var names =
                List.copyOf(changed(Map.of("c", "1", "a", "1", "b", "1")).set().keySet());
        assertThat(names).containsExactly("a", "b", "c");
    }
}
