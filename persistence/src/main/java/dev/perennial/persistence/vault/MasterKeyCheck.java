package dev.perennial.persistence.vault;

import dev.perennial.persistence.sql.Jdbc;
import java.security.MessageDigest;
import javax.sql.DataSource;

/** Refuses to run a node whose master key is not the one that the database's data was sealed under. */
public final class MasterKeyCheck {

    private static final String REMEMBER = """
            insert into vault.master_key_check (digest) values (?) on conflict (only_row) do nothing
            """;
    private static final String RECALL = "select digest from vault.master_key_check";

    private MasterKeyCheck() {}

    /** Remembers the key at the very first start; later, throws an {@link IllegalStateException} for any other key. */
    public static void require(DataSource database, MasterKey key) {
        var digest = key.digest("master-key-check").of("check");
        var remembered = new VaultDatabase(database).with("check the master key", connection -> {
            Jdbc.update(connection, REMEMBER, digest);
            return Jdbc.first(connection, RECALL, row -> row.getBytes(1));
        });
        if (remembered.filter(known -> MessageDigest.isEqual(digest, known)).isEmpty()) {
            throw new IllegalStateException("This node's master key is not the one this database was made"
                    + " with: its personal data and keys would be unreadable. Give every node the same key,"
                    + " in PERENNIAL_MASTER_KEY or in the key file of the data folder.");
        }
    }
}
