package dev.perennial.app.identity;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.http.Problems;
import dev.perennial.app.security.EmailAddress;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.app.security.LoginThrottle;
import dev.perennial.app.security.Password;
import dev.perennial.app.security.PasswordHasher;
import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.emailclaim.EmailClaim;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Entities;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Proves people by email and password, as often as the throttle lets anyone try. Its methods block.
 *
 * <p>Whether an email is known shows neither in the answer nor, since an unknown one is hashed as well, in its time.
 */
final class LogIns {

    /**
     * Whom a password proved.
     *
     * @param account by which attempts are counted: the email's claim
     */
    record Proved(UserId id, User.Active user, EmailClaimId account) {}

    private record Account(UserId id, User.Active user) {}

    private final Entities entities;
    private final IdDeriver ids;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;

    LogIns(Entities entities, IdDeriver ids, PasswordHasher hasher, LoginThrottle throttle) {
        this.entities = entities;
        this.ids = ids;
        this.hasher = hasher;
        this.throttle = throttle;
    }

    /** The active user of that email and password; else a problem that tells nothing. */
    Proved prove(TenantId tenant, EmailAddress email, String typed, InetAddress remote) {
        var claim = ids.emailClaim(tenant, email);
        throttle(tenant, claim, remote);
        var account = account(tenant, claim);
        var password = Password.parse(typed);
        var right = password.isPresent()
                && hasher.verify(
                        password.get(),
                        account.map(found -> found.user().passwordHash().value()));
        if (!right || account.isEmpty()) {
            throw Problems.UNAUTHENTICATED.exception("Email or password is wrong.");
        }
        throttle.succeeded(tenant, claim);
        return new Proved(account.get().id(), account.get().user(), claim);
    }

    /** Whether it is the user's password; counts as an attempt. */
    boolean proves(TenantId tenant, User.Active user, String typed, InetAddress remote) {
        var account = user.profile().emailClaim();
        throttle(tenant, account, remote);
        return matches(user, typed);
    }

    boolean matches(User.Active user, String typed) {
        var hash = Optional.of(user.passwordHash().value());
        return Password.parse(typed)
                .map(password -> hasher.verify(password, hash))
                .orElse(false);
    }

    private void throttle(TenantId tenant, EmailClaimId account, InetAddress remote) {
        throttle.attempt(tenant, account, remote).ifPresent(wait -> {
            var seconds = (int) wait.plusMillis(999).toSeconds();
            throw Problems.TOO_MANY_ATTEMPTS
                    .problem("Wait before the next attempt.")
                    .retryAfter(Math.max(1, seconds))
                    .exception();
        });
    }

    private Optional<Account> account(TenantId tenant, EmailClaimId claim) {
        var holder = switch (await(entities.read(IdentityEntities.EMAIL_CLAIM, tenant, claim.entity()))
                .state()) {
            case EmailClaim.Absent _ -> Optional.<UserId>empty();
            case EmailClaim.Reserved reserved -> Optional.of(reserved.user());
            case EmailClaim.Held(var user) -> Optional.of(user);
        };
        return holder.flatMap(id -> active(tenant, id, claim).map(user -> new Account(id, user)));
    }

    private Optional<User.Active> active(TenantId tenant, UserId id, EmailClaimId claim) {
        var state =
                await(entities.read(IdentityEntities.USER, tenant, id.entity())).state();
        return state instanceof User.Active user && user.profile().emailClaim().equals(claim)
                ? Optional.of(user)
                : Optional.empty();
    }
}
