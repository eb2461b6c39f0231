package dev.perennial.app;

import dev.perennial.app.http.Authenticator;
import dev.perennial.app.security.AccessTokens;
import dev.perennial.app.security.CredentialAuthenticator;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.app.security.OperatorKeys;
import dev.perennial.app.security.PasswordHasher;
import dev.perennial.app.security.Secrets;
import dev.perennial.app.security.SecuritySettings;
import dev.perennial.app.security.SigningKeys;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.vault.MasterKey;
import dev.perennial.persistence.vault.OperatorKeyTable;
import dev.perennial.persistence.vault.SigningKeyTable;
import java.time.Clock;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * Who may come in: what issues and checks credentials.
 *
 * @param passwords hashes them, on threads of its own
 */
public record AccessControl(
        Secrets secrets,
        SigningKeys signingKeys,
        AccessTokens tokens,
        Authenticator authenticator,
        PasswordHasher passwords,
        OperatorKeys operators)
        implements AutoCloseable {

    static AccessControl create(
            SecuritySettings settings,
            DataSource vault,
            MasterKey masterKey,
            IdDeriver ids,
            Entities entities,
            Clock clock) {
        var secrets = new Secrets(masterKey);
        var operators = new OperatorKeys(OperatorKeyTable.forApi(vault), secrets, ids);
        var signingKeys = SigningKeys.start(new SigningKeyTable(vault, masterKey), settings, clock);
        var tokens = new AccessTokens(signingKeys, settings, clock);
        var authenticator = new CredentialAuthenticator(
                secrets,
                operators,
                tokens,
                entities,
                settings.credentialStaleness(),
                clock,
                Executors.newVirtualThreadPerTaskExecutor());
        var passwords = new PasswordHasher(settings.passwordHashing());
        return new AccessControl(secrets, signingKeys, tokens, authenticator, passwords, operators);
    }

    @Override
    public void close() {
        signingKeys.close();
        passwords.close();
    }
}
