package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealingKeyTest {

    private static final byte[] PLAIN = "ada@example.org".getBytes(UTF_8);
    private static final byte[] CONTEXT = "personal|acme|u_1".getBytes(UTF_8);

    private final SealingKey key = SealingKey.of(SealingKey.randomBytes());

    @Test
    void opensWhatItSealed() {
        assertThat(key.open(key.seal(PLAIN, CONTEXT), CONTEXT)).contains(PLAIN);
        assertThat(key.open(key.seal(new byte[0], CONTEXT), CONTEXT)).contains(new byte[0]);
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        assertThat(key.seal(PLAIN, CONTEXT)).isNotEqualTo(key.seal(PLAIN, CONTEXT));
    }

    @Test
    void refusesAValueWithAnyBitChanged() {
        var sealed = key.seal(PLAIN, CONTEXT);
        for (int i = 0; i < sealed.length; i++) {
            var tampered = sealed.clone();
            tampered[i] ^= 1;
            assertThat(key.open(tampered, CONTEXT)).as("byte %d", i).isEmpty();
        }
    }

    @Test
    void refusesAValueCutShort() {
        var sealed = key.seal(PLAIN, CONTEXT);
        for (int length = 0; length < sealed.length; length++) {
            assertThat(key.open(Arrays.copyOf(sealed, length), CONTEXT)).isEmpty();
        }
    }

    @Test
    void refusesAnotherContextAndAnotherKey() {
        var sealed = key.seal(PLAIN, CONTEXT);
        assertThat(key.open(sealed, "personal|acme|u_2".getBytes(UTF_8))).isEmpty();
        assertThat(SealingKey.of(SealingKey.randomBytes()).open(sealed, CONTEXT))
                .isEmpty();
    }
}
