package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordTest {

    @Test
    void has8To256CharactersWhateverTheyTakeToStore() {
        assertThat(Password.parse("1234567")).isEmpty();
        assertThat(Password.parse("12345678")).isPresent();
        assertThat(Password.parse("🐎".repeat(7))).isEmpty();
        assertThat(Password.parse("🐎".repeat(256))).isPresent();
        assertThat(Password.parse("a".repeat(257))).isEmpty();
        assertThat(Password.parse("a".repeat(1_000_000))).isEmpty();
    }

    @Test
    void isText() {
        assertThat(Password.parse("half \ud83d of a pair")).isEmpty();
    }

    @Test
    void doesNotPrint() {
        assertThat(Password.parse("12345678").orElseThrow()).hasToString("Password[…]");
    }
}
