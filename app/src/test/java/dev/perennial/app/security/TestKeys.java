package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.persistence.vault.MasterKey;

/** Master keys for tests. */
final class TestKeys {

    static final MasterKey MASTER = MasterKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    static final MasterKey ANOTHER = MasterKey.of("fedcba9876543210fedcba9876543210".getBytes(UTF_8));

    private TestKeys() {}
}
