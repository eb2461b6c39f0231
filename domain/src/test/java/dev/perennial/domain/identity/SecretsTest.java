package dev.perennial.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.domain.identity.user.PasswordHash;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.laws.Samples;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Neither hashes nor sealed values show in a log, whatever they are part of. */
class SecretsTest {

    private static final String SECRET = "c0ffee";

    @Test
    void hashesAreRedactedAsText() {
        assertThat(new SecretHash(SECRET).toString()).doesNotContain(SECRET);
        assertThat(new PasswordHash(SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void aSecretHashMatchesOnlyItsEqual() {
        assertThat(new SecretHash("abc").matches(new SecretHash("abc"))).isTrue();
        assertThat(new SecretHash("abc").matches(new SecretHash("abd"))).isFalse();
        assertThat(new SecretHash("abc").matches(new SecretHash("abcd"))).isFalse();
    }

    @Test
    void hashesAreBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretHash(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretHash("x".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordHash(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordHash("x".repeat(513)));
    }

    static Stream<EntityType<?, ?, ?, ?>> entities() {
        return IdentityEntities.ALL.stream();
    }

    /** A plain {@code byte[]} or string component that holds a hash would escape the redaction. */
    @ParameterizedTest
    @MethodSource("entities")
    void componentsNamedHashHaveARedactedType(EntityType<?, ?, ?, ?> entity) {
        assertThat(Stream.of(entity.state(), entity.command(), entity.event())
                        .flatMap(Samples::classes)
                        .flatMap(type -> Stream.of(type.getRecordComponents()))
                        .filter(component -> component.getName().matches("(?i).*(hash|token|password).*")))
                .allSatisfy(component -> assertThat(component.getType()).isIn(SecretHash.class, PasswordHash.class));
    }
}
