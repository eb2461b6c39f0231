package dev.perennial.persistence.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.domain.kernel.TenantId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    sealed interface Door permits Absent, Known {}

    record Absent() implements Door {}

    sealed interface Known extends Door permits Open, Locked {}

    record Open(TenantId owner, Instant since, Optional<String> by) implements Known {}

    record Locked(List<Key> keys, Map<String, Duration> pauses, Side side) implements Known {}

    record Key(int teeth, Door opens) {

        public boolean isLong() {
            return teeth > 8;
        }
    }

    record Note(String value) {}

    sealed interface Fact {}

    record Renamed(String value) implements Fact {}

    enum Side {
        LEFT,
        RIGHT
    }

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void writesTheMemberOfASealedInterfaceUnderItsSimpleName() {
        assertThat(Json.write(new Open(new TenantId("acme"), NOON, Optional.of("u1"))))
                .isEqualTo("""
                        {"@":"Open","owner":"acme","since":"2026-11-21T12:00:00Z","by":"u1"}""");
    }

    @Test
    void writesNothingOfARecordButItsComponents() {
        assertThat(Json.write(new Key(7, new Absent()))).isEqualTo("""
                        {"teeth":7,"opens":{"@":"Absent"}}""");
    }

    @Test
    void readsBackEveryMemberByItsInterface() {
        var locked = new Locked(
                List.of(new Key(7, new Absent()), new Key(9, new Open(new TenantId("acme"), NOON, Optional.empty()))),
                Map.of("lunch", Duration.ofMinutes(30)),
                Side.RIGHT);

        assertThat(Json.read(Json.write(locked), Door.class)).isEqualTo(locked);
        assertThat(Json.read(Json.write(locked), Locked.class)).isEqualTo(locked);
        assertThat(Json.read(Json.write(new Absent()), Door.class)).isEqualTo(new Absent());
    }

    @Test
    void writesARecordOfOneValueAsThatValue() {
        assertThat(Json.write(new Note("n"))).isEqualTo("\"n\"");
        assertThat(Json.read("\"n\"", Note.class)).isEqualTo(new Note("n"));
    }

    @Test
    void neverUnwrapsAMemberOfASealedInterface() {
        assertThat(Json.write(new Renamed("n"))).isEqualTo("{\"@\":\"Renamed\",\"value\":\"n\"}");
        assertThat(Json.read(Json.write(new Renamed("n")), Fact.class)).isEqualTo(new Renamed("n"));
    }

    @Test
    void ignoresAFieldItDoesNotKnow() {
        assertThat(Json.read("{\"teeth\":1,\"opens\":{\"@\":\"Absent\"},\"colour\":\"red\"}", Key.class))
                .isEqualTo(new Key(1, new Absent()));
    }

    @Test
    void refusesWhatIsMissingOrOfAnotherType() {
        for (var bad : List.of(
                "{\"opens\":{\"@\":\"Absent\"}}",
                "{\"teeth\":\"1\",\"opens\":{\"@\":\"Absent\"}}",
                "{\"teeth\":1,\"opens\":{\"@\":\"Window\"}}",
                "{\"teeth\":1,\"opens\":{}}")) {
            assertThatThrownBy(() -> Json.read(bad, Key.class)).as(bad).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void shapeChangesWithAnyComponentReachable() {
        assertThat(Shape.of(Door.class)).isEqualTo(Shape.of(Door.class)).isNotEqualTo(Shape.of(Known.class));
        assertThat(Shape.describe(Key.class))
                .contains("Key(teeth:int,opens:Door)")
                .contains("Locked(keys:List<Key>,pauses:Map<String,Duration>,side:Side)")
                .contains("Side[LEFT,RIGHT]");
    }
}
