package dev.perennial.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.perennial.persistence.vault.SigningKeyTable;
import dev.perennial.persistence.vault.StoredSigningKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens: shared by all nodes through the database and rotated by whichever node sees first
 * that it is time.
 *
 * <p>A new key is published ahead of its first use, and a replaced one verifies until its last token has expired. Nodes'
 * clocks may differ by {@link #CLOCK_SKEW}.
 */
public final class SigningKeys implements AutoCloseable {

    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /** However many unknown keys are named to us, the database is asked no more often than this. */
    private static final Duration LOOK_UP_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final SigningKeyTable table;
    private final SecuritySettings.Signing settings;
    private final Duration overlap;
    private final InstantSource clock;
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("signing-keys").factory());

    private volatile List<Key> keys = List.of();
    private Instant refreshedAt = Instant.MIN;

    private SigningKeys(SigningKeyTable table, SecuritySettings settings, InstantSource clock) {
        this.table = table;
        this.settings = settings.signing();
        // A node may sign with the old key until it looks for new ones again.
        this.overlap = settings.tokenLife().plus(settings.signing().refresh()).plus(CLOCK_SKEW);
        this.clock = clock;
    }

    /** Loads the keys, makes the first one if there is none, and keeps looking for new ones until closed. */
    public static SigningKeys start(SigningKeyTable table, SecuritySettings settings, InstantSource clock) {
        var keys = new SigningKeys(table, settings, clock);
        keys.refresh();
        var pause = settings.signing().refresh().toMillis();
        var _ = keys.refresher.scheduleWithFixedDelay(keys::refreshOrWarn, pause, pause, TimeUnit.MILLISECONDS);
        return keys;
    }

    private record Key(ECKey jwk, Instant activatesAt, Optional<Instant> retiresAt) {

        static Key of(StoredSigningKey stored) {
            try {
                return new Key(ECKey.parse(stored.jwk()), stored.activatesAt(), stored.retiresAt());
            } catch (ParseException impossible) {
                throw new IllegalStateException("signing key " + stored.kid() + " is not a JWK", impossible);
            }
        }

        boolean retired(Instant now) {
            return retiresAt.isPresent() && !retiresAt.get().isAfter(now);
        }
    }

    /** The key that signs now. */
    ECKey signing() {
        var now = clock.instant();
        return keys.stream()
                .filter(key -> !key.activatesAt().isAfter(now) && !key.retired(now))
                .reduce((_, later) -> later)
                .map(Key::jwk)
                .orElseThrow(() -> new IllegalStateException("no signing key is active"));
    }

    /** The key of that name that may still have signed valid tokens. Asks the database, and blocks, if it is new here. */
    Optional<ECKey> verifying(String kid) {
        var known = find(kid);
        if (known.isPresent()) {
            return known;
        }
        lookUp();
        return find(kid);
    }

    private synchronized void lookUp() {
        if (!refreshedAt.plus(LOOK_UP_PAUSE).isAfter(clock.instant())) {
            refresh();
        }
    }

    /** The public parts of all keys whose tokens are valid now or will be, as a JWK set. */
    public String publicSet() {
        var now = clock.instant();
        var published = keys.stream()
                .filter(key -> !key.retired(now))
                .<JWK>map(key -> key.jwk().toPublicJWK())
                .toList();
        return new JWKSet(published).toString();
    }

    /**
     * Makes a key that signs from now on. What the keys before it have signed stays valid until it expires.
     *
     * @return the new key's name
     */
    public String rotateNow() {
        while (true) {
            var now = clock.instant();
            var next = generate(now);
            if (succeed(newest(load(now)), next, now)) {
                refresh();
                return next.kid();
            }
        }
    }

    /** Loads what other nodes have made; makes the next key when it is time. */
    synchronized void refresh() {
        var now = clock.instant();
        refreshedAt = now;
        var current = load(now);
        var newest = newest(current);
        if (newest.isEmpty() || rotationDue(newest.get(), now)) {
            var activatesAt = newest.isEmpty() ? now : now.plus(settings.publishAhead());
            // If another node has been faster, its key is loaded instead.
            var _ = succeed(newest, generate(activatesAt), now);
            current = load(now);
        }
        keys = current;
    }

    private boolean rotationDue(Key newest, Instant now) {
        return !newest.activatesAt()
                .plus(settings.rotation())
                .minus(settings.publishAhead())
                .isAfter(now);
    }

    private boolean succeed(Optional<Key> newest, StoredSigningKey next, Instant now) {
        var newestKid = newest.map(key -> key.jwk().getKeyID());
        boolean added = table.succeed(newestKid, next, next.activatesAt().plus(overlap), now);
        if (added) {
            LOG.info("New signing key {} signs from {}", next.kid(), next.activatesAt());
        }
        return added;
    }

    private List<Key> load(Instant now) {
        return table.unretired(now).stream().map(Key::of).toList();
    }

    private static Optional<Key> newest(List<Key> keys) {
        return keys.stream().filter(key -> key.retiresAt().isEmpty()).findFirst();
    }

    private static StoredSigningKey generate(Instant activatesAt) {
        try {
            var jwk = new ECKeyGenerator(Curve.P_256)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
            return new StoredSigningKey(jwk.getKeyID(), jwk.toJSONString(), activatesAt, Optional.empty());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("P-256 is part of Java", impossible);
        }
    }

    private Optional<ECKey> find(String kid) {
        var now = clock.instant();
        return keys.stream()
                .filter(key -> key.jwk().getKeyID().equals(kid) && !key.retired(now))
                .findFirst()
                .map(Key::jwk);
    }

    private void refreshOrWarn() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warn("Cannot look for new signing keys; going on with those known", e);
        }
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
