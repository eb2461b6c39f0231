package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final EntityId ID = new EntityId("k_1-x");

    private final Secrets secrets = new Secrets(TestKeys.MASTER);

    private static CommandIdentity request(Optional<String> idempotencyKey) {
        return new IdDeriver(TestKeys.MASTER)
                .command(Caller.operator("op"), "createApiKey", "/v1", idempotencyKey, new byte[0]);
    }

    private Secret secret() {
        return secrets.derive(Secret.Kind.API_KEY, ACME, ID, request(Optional.of("1")));
    }

    @Test
    void aRepeatedRequestAnswersTheSameSecretAndANewOneAnother() {
        assertThat(secret()).isEqualTo(secret());
        assertThat(secrets.derive(Secret.Kind.API_KEY, ACME, ID, request(Optional.of("2"))))
                .isNotEqualTo(secret());
        assertThat(secrets.derive(Secret.Kind.API_KEY, ACME, ID, request(Optional.empty())))
                .isNotEqualTo(secrets.derive(Secret.Kind.API_KEY, ACME, ID, request(Optional.empty())));
    }

    @Test
    void namesItsTenantAndEntityAndComesBackFromItsText() {
        assertThat(secret().text()).matches("pn_key\\.acme\\.k_1-x\\.[A-Za-z0-9_-]{51}");
        assertThat(secrets.parse(Secret.Kind.API_KEY, secret().text())).contains(secret());
    }

    @Test
    void everyKindTenantAndEntityHasASecretOfItsOwn() {
        var request = request(Optional.of("1"));
        var tail = secret().text().substring("pn_key.acme.k_1-x.".length());
        for (var other : new Secret[] {
            secrets.derive(Secret.Kind.REFRESH_TOKEN, ACME, ID, request),
            secrets.derive(Secret.Kind.API_KEY, new TenantId("other"), ID, request),
            secrets.derive(Secret.Kind.API_KEY, ACME, new EntityId("k_2"), request)
        }) {
            assertThat(other.text()).doesNotContain(tail.substring(0, 43));
        }
    }

    @Test
    void anyChangedCharacterIsRefused() {
        var text = secret().text();
        for (int i = 0; i < text.length(); i++) {
            var changed = text.charAt(i) == 'A' ? 'B' : 'A';
            var tampered = text.substring(0, i) + changed + text.substring(i + 1);
            assertThat(secrets.parse(Secret.Kind.API_KEY, tampered))
                    .as(tampered)
                    .isEmpty();
        }
    }

    @Test
    void anotherKindAnotherFormAndAnotherMasterKeyAreRefused() {
        var text = secret().text();
        assertThat(secrets.parse(Secret.Kind.REFRESH_TOKEN, text)).isEmpty();
        assertThat(new Secrets(TestKeys.ANOTHER).parse(Secret.Kind.API_KEY, text))
                .isEmpty();
        for (var form : new String[] {
            "",
            "pn_key",
            "pn_key...",
            text + ".",
            text + "A",
            " " + text,
            text + "\n",
            text.replace(".acme", ".ac|me"),
            "pn_key." + "a".repeat(10_000),
            text.substring(0, text.length() - 1),
            text.replace(".acme", "..acme")
        }) {
            assertThat(secrets.parse(Secret.Kind.API_KEY, form)).isEmpty();
        }
    }

    @Test
    void doesNotPrint() {
        assertThat(secret().toString()).doesNotContain(secret().text().substring(20));
    }
}
