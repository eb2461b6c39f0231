package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret of an installation. It never encrypts or signs anything itself: every purpose has a key of its own,
 * derived by HKDF-SHA-256, so that no two uses can be played against each other.
 *
 * <p>Losing it makes all personal data unreadable and all keys and tokens invalid. Every node must have the same one:
 * {@link MasterKeyCheck} makes sure.
 */
public final class MasterKey {

    /** Its length in bytes. */
    public static final int BYTES = 32;

    private final SecretKey key;

    private MasterKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("the master key must be " + BYTES + " bytes, not " + bytes.length);
        }
        this.key = new SecretKeySpec(bytes, "Generic");
    }

    public static MasterKey of(byte[] bytes) {
        return new MasterKey(bytes.clone());
    }

    /** From its base64 text, as an operator hands it over. */
    public static MasterKey parse(String base64) {
        try {
            return new MasterKey(Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException malformed) {
            // The decoder's message quotes characters of the secret, so it is not passed on.
            throw new IllegalArgumentException("the master key must be " + BYTES + " bytes in base64");
        }
    }

    /** From a file; created with a random key and readable by its owner alone if it does not exist. */
    public static MasterKey inFile(Path file) {
        var fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return parse(SecretFile.readOrCreate(file, Base64.getEncoder().encodeToString(fresh)));
    }

    /** The sealing key of a purpose. */
    public SealingKey sealing(String purpose) {
        return new SealingKey(derive("seal " + purpose, "AES"));
    }

    /** The digest key of a purpose. */
    public Hmac digest(String purpose) {
        return new Hmac(derive("digest " + purpose, Hmac.ALGORITHM));
    }

    private SecretKey derive(String purpose, String algorithm) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(key)
                    .thenExpand(("perennial/1 " + purpose).getBytes(UTF_8), BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HKDF-SHA256 is part of Java", impossible);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[…]";
    }
}
