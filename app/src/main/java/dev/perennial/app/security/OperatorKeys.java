package dev.perennial.app.security;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.vault.OperatorKeyTable;
import java.util.Optional;

/** The keys of those who run the installation. Only their hashes are stored. */
public final class OperatorKeys {

    private final Secret.Kind kind;
    private final OperatorKeyTable table;
    private final Secrets secrets;
    private final IdDeriver ids;

    /** @param kind what the keys open */
    public OperatorKeys(Secret.Kind kind, OperatorKeyTable table, Secrets secrets, IdDeriver ids) {
        this.kind = kind;
        this.table = table;
        this.secrets = secrets;
        this.ids = ids;
    }

    /** Makes the installation's first key, to be shown once; empty if there was one already. */
    public Optional<Secret> createFirst() {
        var request = ids.fresh();
        var secret = secrets.derive(kind, TenantId.SYSTEM, request.newId("op"), request);
        return table.addFirst(hash(secret)) ? Optional.of(secret) : Optional.empty();
    }

    /** Whether it is one of the keys. Asks the database. */
    boolean knows(Secret secret) {
        return table.contains(hash(secret));
    }

    private static byte[] hash(Secret secret) {
        return Sha256.of(secret.text()).bytes();
    }
}
