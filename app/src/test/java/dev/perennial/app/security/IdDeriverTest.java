package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandKey;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdDeriverTest {

    private static final Caller ADA = new Caller(Caller.Kind.USER, "u_ada", 30);
    private static final Optional<String> KEY = Optional.of("order-4711");
    private static final String PATH = "/v1/tenants/acme/users";

    private final IdDeriver ids = new IdDeriver(TestKeys.MASTER);

    private CommandIdentity invite(Optional<String> key, String body) {
        return ids.command(ADA, "inviteUser", PATH, key, body.getBytes(UTF_8));
    }

    @Test
    void aRepeatedRequestHasTheSameIdentityOnAnyNode() {
        var again = new IdDeriver(TestKeys.MASTER).command(ADA, "inviteUser", PATH, KEY, "{}".getBytes(UTF_8));
        var first = invite(KEY, "{}");

        assertThat(again.key()).isEqualTo(first.key());
        assertThat(again.key().present()).isTrue();
        assertThat(again.newId("u")).isEqualTo(first.newId("u"));
        assertThat(again.seed()).isEqualTo(first.seed());
    }

    @Test
    void anotherBodyChangesTheFingerprintAlone() {
        var first = invite(KEY, "{\"a\":1}").key();
        var other = invite(KEY, "{\"a\":2}").key();

        assertThat(other.high()).isEqualTo(first.high());
        assertThat(other.low()).isEqualTo(first.low());
        assertThat(other.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void callerOperationPathKeyAndMasterKeyEachMakeAnotherCommand() {
        var body = "{}".getBytes(UTF_8);
        var grace = new Caller(Caller.Kind.USER, "u_grace", 30);
        var namesake = new Caller(Caller.Kind.API_KEY, "u_ada", 30);
        var keys = Set.of(
                invite(KEY, "{}").key(),
                ids.command(grace, "inviteUser", PATH, KEY, body).key(),
                ids.command(namesake, "inviteUser", PATH, KEY, body).key(),
                ids.command(ADA, "createKey", PATH, KEY, body).key(),
                ids.command(ADA, "inviteUser", "/v1/tenants/other/users", KEY, body)
                        .key(),
                invite(Optional.of("order-4712"), "{}").key(),
                new IdDeriver(TestKeys.ANOTHER)
                        .command(ADA, "inviteUser", PATH, KEY, body)
                        .key());
        assertThat(keys).hasSize(7);
    }

    @Test
    void stepsAndKindsOfEntitiesOfOneRequestDiffer() {
        var request = invite(KEY, "{}");
        assertThat(request.key("reserve")).isNotEqualTo(request.key("confirm")).isNotEqualTo(request.key());
        assertThat(request.newId("u").value()).matches("u_[0-9a-z]{26}");
        assertThat(request.newId("s").value().substring(2))
                .isNotEqualTo(request.newId("u").value().substring(2));
    }

    @Test
    void withoutAKeyNothingRepeatsAndNothingIsRemembered() {
        var first = invite(Optional.empty(), "{}");
        var second = invite(Optional.empty(), "{}");

        assertThat(first.key()).isEqualTo(CommandKey.NONE);
        assertThat(first.key("step")).isEqualTo(CommandKey.NONE);
        assertThat(first.newId("u")).isNotEqualTo(second.newId("u")).isEqualTo(first.newId("u"));
    }

    @Test
    void anIdentityDoesNotPrintItsSeed() {
        assertThat(invite(KEY, "{}")).hasToString("CommandIdentity[…]");
    }

    @Test
    void theEmailClaimDependsOnTenantAndNormalisedAddressAndHidesIt() {
        var ada = EmailAddress.parse("Ada@Example.org").orElseThrow();
        var same = EmailAddress.parse(" ada@example.ORG ").orElseThrow();
        var acme = new TenantId("acme");

        assertThat(ids.emailClaim(acme, ada)).isEqualTo(ids.emailClaim(acme, same));
        assertThat(ids.emailClaim(new TenantId("other"), ada)).isNotEqualTo(ids.emailClaim(acme, ada));
        assertThat(new IdDeriver(TestKeys.ANOTHER).emailClaim(acme, ada)).isNotEqualTo(ids.emailClaim(acme, ada));
        assertThat(ids.emailClaim(acme, ada).value()).matches("em_[0-9a-z]{26}");
    }
}
