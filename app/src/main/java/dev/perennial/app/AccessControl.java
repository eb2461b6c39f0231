package dev.perennial.app;

import dev.perennial.app.http.Authenticator;
import dev.perennial.app.security.AccessTokens;
import dev.perennial.app.security.CredentialAuthenticator;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.app.security.ManagementAuthenticator;
import dev.perennial.app.security.OperatorKeys;
import dev.perennial.app.security.PasswordHasher;
import dev.perennial.app.security.Secret;
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
 * @param authenticator of the API
 * @param management of the management API
 * @param passwords hashes them, on threads of its own
 */
public record AccessControl(
        Secrets secrets,
        SigningKeys signingKeys,
        AccessTokens tokens,
        Authenticator authenticator,
        Authenticator management,
        PasswordHasher passwords,
        OperatorKeys operators,
        OperatorKeys managers)
        implements AutoCloseable {

    static AccessControl create(
            SecuritySettings settings,
            DataSource vault,
            MasterKey masterKey,
            IdDeriver ids,
            Entities entities,
            Clock clock) {
        var secrets = new Secrets(masterKey);
        var operators = new OperatorKeys(Secret.Kind.OPERATOR_KEY, OperatorKeyTable.forApi(vault), secrets, ids);
        var managers =
                new OperatorKeys(Secret.Kind.MANAGEMENT_KEY, OperatorKeyTable.forManagement(vault), secrets, ids);
        var blocking = Executors.newVirtualThreadPerTaskExecutor();
        var signingKeys = SigningKeys.start(new SigningKeyTable(vault, masterKey), settings, clock);
        var tokens = new AccessTokens(signingKeys, settings, clock);
        var authenticator = new CredentialAuthenticator(
                secrets, operators, tokens, entities, settings.credentialStaleness(), clock, blocking);
        var management = new ManagementAuthenticator(secrets, managers, blocking);
        var passwords = new PasswordHasher(settings.passwordHashing());
        return new AccessControl(
                secrets, signingKeys, tokens, authenticator, management, passwords, operators, managers);
    }

    @Override
    public void close() {
        signingKeys.close();
        passwords.close();
    }
}
