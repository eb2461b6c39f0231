package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.vault.Hmac;
import dev.perennial.persistence.vault.MasterKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Derives a request's identity, so that its repetition is recognised and reaches the same entities on any node.
 *
 * <p>Everything is keyed: bodies and addresses hold personal data, which nobody may guess from a stored digest.
 */
public final class IdDeriver {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hmac requests;
    private final Hmac fingerprints;
    private final Hmac emails;

    public IdDeriver(MasterKey master) {
        requests = master.digest("request-identity");
        fingerprints = master.digest("request-fingerprint");
        emails = master.digest("email-index");
    }

    /**
     * The identity of a command that came over HTTP.
     *
     * @param caller who asks: the same idempotency key of two callers means two commands. For a log-in it is the
     *     account that is asked for, since all who are not logged in yet look alike
     * @param path the request's path, which names the tenant and the entity
     * @param idempotencyKey the client's; without one every request is a command of its own
     * @param body as received
     */
    public CommandIdentity command(
            Caller caller, String operationId, String path, Optional<String> idempotencyKey, byte[] body) {
        if (idempotencyKey.isEmpty()) {
            return fresh();
        }
        var seed = requests.of(caller.kind().name(), caller.id(), operationId, path, idempotencyKey.get());
        var fingerprint = ByteBuffer.wrap(fingerprints.of(body)).getLong();
        return new CommandIdentity(requests, seed, true, fingerprint);
    }

    /** The identity of exchanging a secret that is good once: presented again, it is exchanged for the same. */
    public CommandIdentity exchange(Secret presented) {
        return new CommandIdentity(requests, requests.of("exchange", presented.text()), false, 0);
    }

    /** An identity like no other. */
    public CommandIdentity fresh() {
        var seed = new byte[Hmac.BYTES];
        RANDOM.nextBytes(seed);
        return new CommandIdentity(requests, seed, false, 0);
    }

    /** The id of the entity that guards an address's uniqueness in its tenant; tells nothing about the address. */
    public EmailClaimId emailClaim(TenantId tenant, EmailAddress email) {
        var digest =
                emails.of(tenant.value().getBytes(UTF_8), email.normalised().getBytes(UTF_8));
        return new EmailClaimId("em_" + Base32.encode(digest, CommandIdentity.ID_BYTES));
    }
}
