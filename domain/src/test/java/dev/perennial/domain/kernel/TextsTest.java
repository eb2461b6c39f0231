package dev.perennial.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Acme & Sons", "Ünïcode 株式会社", "thumbs \uD83D\uDC4D", "1234567890123456"})
    void aLine(String text) {
        assertThat(Texts.isLine(text, 16)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                "two\nlines",
                "two\u2028lines",
                "two\u2029lines",
                "a\u0000b",
                "a\u007fb",
                "12345678901234567"
            })
    void notALine(String text) {
        assertThat(Texts.isLine(text, 16)).isFalse();
    }

    // Not a parameter: test reports cannot hold it any more than storage can.
    @Test
    void halfOfASurrogatePairIsNotALine() {
        assertThat(Texts.isLine("a\uD83Db", 16)).isFalse();
    }
}
