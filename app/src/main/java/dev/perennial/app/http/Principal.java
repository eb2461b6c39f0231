package dev.perennial.app.http;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.TenantId;
import java.util.Set;

/** Who a request comes from, as proved by its credential. */
public sealed interface Principal {

    /** The same as the kernel knows it. */
    Caller caller();

    /** A request without a credential. */
    record Anonymous() implements Principal {
        @Override
        public Caller caller() {
            return Caller.ANONYMOUS;
        }
    }

    /** Runs the installation; may name any tenant. */
    record Operator(String key) implements Principal {
        @Override
        public Caller caller() {
            return Caller.operator(key);
        }
    }

    /**
     * A person with an access token.
     *
     * @param session the session the token was issued for
     */
    record User(TenantId tenant, String user, Role role, String session) implements Principal {
        @Override
        public Caller caller() {
            return new Caller(Caller.Kind.USER, user, role.rank());
        }
    }

    /** A program with a tenant's API key: bounded by the key's role and by its scopes, included ones listed too. */
    record ApiKey(TenantId tenant, String key, Role role, Set<String> scopes) implements Principal {
        public ApiKey {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public Caller caller() {
            return new Caller(Caller.Kind.API_KEY, key, role.rank());
        }
    }
}
