package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ada@example.org, ada@example.org",
        "' Ada.Lovelace+x@EXAMPLE.org ', ada.lovelace+x@example.org",
        "i@MÜNCHEN.example, i@xn--mnchen-3ya.example",
        "i@mu\u0308nchen.example, i@xn--mnchen-3ya.example",
        "JOSE\u0301@example.org, jos\u00e9@example.org",
        "III@example.org, iii@example.org",
        "用户@例え.jp, 用户@xn--r8jz45g.jp",
    })
    void isComparedInOneForm(String text, String normalised) {
        assertThat(EmailAddress.parse(text).map(EmailAddress::normalised)).contains(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.org",
                "ada@",
                "ada@localhost",
                "ada@-a.org",
                "ada@a..org",
                "a b@example.org",
                "a@b@example.org",
                "a\r\nBcc:x@example.org",
                "ada@example.org\u0000",
                "ada@exa mple.org",
                "ada@[127.0.0.1]",
                "\"a b\"@example.org",
                "a,b@example.org",
                "<ada@example.org>"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(EmailAddress.parse("a".repeat(64) + "@example.org")).isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@example.org")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "a.".repeat(125) + "org")).isEmpty();
    }

    @Test
    void doesNotPrint() {
        assertThat(EmailAddress.parse("ada@example.org").orElseThrow()).hasToString("EmailAddress[…]");
    }
}
