package dev.perennial.app.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perennial.app.telemetry.CacheMetrics;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SessionId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.TenantId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;

/**
 * Issues and verifies access tokens: JWTs signed with ES256 (RFC 9068's {@code at+jwt}), which other services can verify
 * by our public key set.
 *
 * <p>Verifying says that we issued the token and that it has not expired; whether its user and session are still
 * welcome, it cannot say. A verified signature is remembered for at most {@link #SIGNATURE_CACHE}.
 */
public final class AccessTokens {

    static final Duration SIGNATURE_CACHE = Duration.ofSeconds(30);

    private static final int MAX_CACHED = 50_000;
    private static final int MAX_LENGTH = 2048;
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String TENANT = "tenant";
    private static final String ROLE = "role";
    private static final String SESSION = "sid";
    private static final String GENERATION = "gen";

    private final SigningKeys keys;
    private final SecuritySettings settings;
    private final InstantSource clock;
    private final Cache<Sha256, AccessToken> verified = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(SIGNATURE_CACHE)
            .recordStats(() -> new CacheMetrics("signatures"))
            .build();

    public AccessTokens(SigningKeys keys, SecuritySettings settings, InstantSource clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** A token and when it expires. */
    public record Issued(String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "Issued[…, expiresAt=" + expiresAt + "]";
        }
    }

    public Issued issue(TenantId tenant, UserId user, Role role, SessionId session, int generation) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var expiresAt = now.plus(settings.tokenLife());
        var key = keys.signing();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .subject(user.value())
                .claim(TENANT, tenant.value())
                .claim(ROLE, role.name().toLowerCase(Locale.ROOT))
                .claim(SESSION, session.value())
                .claim(GENERATION, generation)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("ES256 is part of Java", impossible);
        }
        return new Issued(jwt.serialize(), expiresAt);
    }

    /** What the token says; empty if it is malformed, not ours, or has expired. Blocks at most to look for a new key. */
    public Optional<AccessToken> verify(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var digest = Sha256.of(text);
        var known = verified.getIfPresent(digest);
        if (known == null) {
            known = verifySignature(text).orElse(null);
            if (known != null) {
                verified.put(digest, known);
            }
        }
        return Optional.ofNullable(known).filter(token -> clock.instant().isBefore(token.expiresAt()));
    }

    private Optional<AccessToken> verifySignature(String text) {
        try {
            var jwt = SignedJWT.parse(text);
            var header = jwt.getHeader();
            var kid = header.getKeyID();
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType()) || kid == null) {
                return Optional.empty();
            }
            var key = keys.verifying(kid);
            if (key.isEmpty() || !jwt.verify(new ECDSAVerifier(key.get().toPublicJWK()))) {
                return Optional.empty();
            }
            return read(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException malformed) {
            return Optional.empty();
        }
    }

    /** Only reached with claims that we wrote ourselves. */
    private Optional<AccessToken> read(JWTClaimsSet claims) throws ParseException {
        if (!settings.issuer().equals(claims.getIssuer())) {
            return Optional.empty();
        }
        return Optional.of(new AccessToken(
                new TenantId(claims.getStringClaim(TENANT)),
                new UserId(claims.getSubject()),
                Role.valueOf(claims.getStringClaim(ROLE).toUpperCase(Locale.ROOT)),
                new SessionId(claims.getStringClaim(SESSION)),
                claims.getIntegerClaim(GENERATION),
                claims.getExpirationTime().toInstant()));
    }
}
