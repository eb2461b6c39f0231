package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SessionId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.vault.SigningKeyTable;
import java.time.Duration;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final SecuritySettings SETTINGS = TestSettings.SETTINGS;
    private static final TenantId ACME = new TenantId("acme");
    private static final UserId ADA = new UserId("u_ada");
    private static final SessionId SESSION = new SessionId("s_1");

    private final TestClock clock = new TestClock();
    private final SigningKeys keys = keys();
    private final AccessTokens tokens = new AccessTokens(keys, SETTINGS, clock);

    @AfterEach
    void closeKeys() {
        keys.close();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private SigningKeys keys() {
        return SigningKeys.start(new SigningKeyTable(DATABASE.database().vault(), TestKeys.MASTER), SETTINGS, clock);
    }

    private AccessTokens.Issued issue() {
        return tokens.issue(ACME, ADA, Role.ADMIN, SESSION, 3);
    }

    @Test
    void saysOnEveryNodeWhatItWasIssuedFor() {
        var issued = issue();
        assertThat(issued.expiresAt()).isEqualTo(clock.instant().plus(SETTINGS.tokenLife()));
        try (var otherKeys = keys()) {
            assertThat(new AccessTokens(otherKeys, SETTINGS, clock).verify(issued.token()))
                    .contains(new AccessToken(ACME, ADA, Role.ADMIN, SESSION, 3, issued.expiresAt()));
        }
    }

    @Test
    void othersCanVerifyItByThePublishedSet() throws Exception {
        var jwt = SignedJWT.parse(issue().token());
        var published = JWKSet.parse(keys.publicSet())
                .getKeyByKeyId(jwt.getHeader().getKeyID())
                .toECKey();

        assertThat(jwt.verify(new ECDSAVerifier(published))).isTrue();
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("perennial");
        assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("u_ada");
    }

    @Test
    void isRefusedFromItsExpiryOnAlsoWhenItsSignatureIsRemembered() {
        var token = issue().token();
        clock.advance(SETTINGS.tokenLife().minusSeconds(1));
        assertThat(tokens.verify(token)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void isRefusedWithAnyCharacterChanged() {
        var token = issue().token();
        for (int i = 0; i < token.length(); i++) {
            // Not the next letter: the last character of a part has bits that do not count.
            var changed = token.charAt(i) < 'a' ? 'z' : 'A';
            var tampered = token.substring(0, i) + changed + token.substring(i + 1);
            assertThat(tokens.verify(tampered)).as("character %d", i).isEmpty();
        }
    }

    @Test
    void isRefusedWhenOthersSignedIt() throws Exception {
        var ours = keys.signing();
        var theirs = new ECKeyGenerator(Curve.P_256).keyID(ours.getKeyID()).generate();
        var publicAsSecret = new MACSigner(ours.toPublicJWK().toJSONString().getBytes(UTF_8));

        assertThat(tokens.verify(sign(new ECDSASigner(theirs), header(JWSAlgorithm.ES256, "at+jwt"), "perennial")))
                .isEmpty();
        assertThat(tokens.verify(sign(publicAsSecret, header(JWSAlgorithm.HS256, "at+jwt"), "perennial")))
                .isEmpty();
        assertThat(tokens.verify(new PlainJWT(claims("perennial")).serialize())).isEmpty();
    }

    @Test
    void isRefusedWhenItIsSomethingElseOfOurs() throws Exception {
        var signer = new ECDSASigner(keys.signing());
        assertThat(tokens.verify(sign(signer, header(JWSAlgorithm.ES256, "at+jwt"), "perennial")))
                .as("the form these tests start from")
                .isPresent();
        assertThat(tokens.verify(sign(signer, header(JWSAlgorithm.ES256, "JWT"), "perennial")))
                .isEmpty();
        assertThat(tokens.verify(sign(signer, header(JWSAlgorithm.ES256, "at+jwt"), "another installation")))
                .isEmpty();
    }

    @Test
    void garbageIsRefused() {
        for (var garbage : new String[] {"", ".", "..", "a.b.c", "ey.ey.ey", "🐎", "a".repeat(1_000_000)}) {
            assertThat(tokens.verify(garbage)).isEmpty();
        }
    }

    @Test
    void doesNotPrint() {
        var issued = issue();
        assertThat(issued.toString()).doesNotContain(issued.token());
    }

    private JWSHeader header(JWSAlgorithm algorithm, String type) {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType(type))
                .keyID(keys.signing().getKeyID())
                .build();
    }

    private JWTClaimsSet claims(String issuer) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("u_ada")
                .claim("tenant", "acme")
                .claim("role", "owner")
                .claim("sid", "s_1")
                .claim("gen", 3)
                .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                .build();
    }

    private String sign(JWSSigner signer, JWSHeader header, String issuer) throws JOSEException {
        var jwt = new SignedJWT(header, claims(issuer));
        jwt.sign(signer);
        return jwt.serialize();
    }
}
