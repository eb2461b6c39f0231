package dev.perennial.persistence.vault;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A random secret that the processes of one machine share. */
public final class SharedSecret {

    private static final int BYTES = 32;

    private SharedSecret() {}

    /** From a file; made at first use, readable by its owner alone. */
    public static String inFile(Path file) {
        var fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return SecretFile.readOrCreate(
                file, Base64.getUrlEncoder().withoutPadding().encodeToString(fresh));
    }
}
