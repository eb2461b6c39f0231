package dev.perennial.app.security;

import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import java.util.HexFormat;

/**
 * A secret that the client sees once and we store only as a hash. Its text names the entity that knows the hash.
 *
 * @param text the whole of it, as the client holds it
 */
public record Secret(Kind kind, TenantId tenant, EntityId entity, String text) {

    /** What a secret opens. */
    public enum Kind {
        API_KEY("pn_key"),
        REFRESH_TOKEN("pn_ref"),
        INVITATION("pn_inv"),
        OPERATOR_KEY("pn_op"),
        MANAGEMENT_KEY("pn_mg");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** What its text starts with, so that people and secret scanners recognise it. */
        public String prefix() {
            return prefix;
        }
    }

    /** What is stored of it. A fast digest is enough for 256 random bits. */
    public SecretHash hash() {
        return new SecretHash(HexFormat.of().formatHex(Sha256.of(text).bytes()));
    }

    @Override
    public String toString() {
        return "Secret[" + kind + " of " + tenant + "/" + entity + ", …]";
    }
}
