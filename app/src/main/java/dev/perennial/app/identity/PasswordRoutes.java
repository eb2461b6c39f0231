package dev.perennial.app.identity;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.security.PasswordHasher;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.user.PasswordHash;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.identity.user.UserCommand.ChangePassword;
import dev.perennial.persistence.shell.Entities;
import java.util.Map;

/** People's change of their own password. */
final class PasswordRoutes implements Routes {

    private record NewPassword(String currentPassword, String newPassword) {}

    private final Commands commands;
    private final Entities entities;
    private final Flows flows;
    private final LogIns logIns;
    private final PasswordHasher hasher;

    PasswordRoutes(Commands commands, Entities entities, Flows flows, LogIns logIns, PasswordHasher hasher) {
        this.commands = commands;
        this.entities = entities;
        this.flows = flows;
        this.logIns = logIns;
        this.hasher = hasher;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("changePassword", flows.handler(this::change));
    }

    private Reply change(Call call) {
        var body = call.body(NewPassword.class);
        var password = Invitations.password(body.newPassword(), "/newPassword");
        var state = await(entities.read(IdentityEntities.USER, call.tenant(), call.id("user")))
                .state();
        if (!(state instanceof User.Active user) || !proves(call, user, body)) {
            throw Problems.UNAUTHENTICATED.exception("This is not the present password.");
        }
        var command = new ChangePassword(new PasswordHash(hasher.hash(password)));
        return await(Answers.send(commands, call, IdentityEntities.USER, call.tenant(), call.id("user"), command));
    }

    /** In a repeated request the new password is the present one already; whoever knows that one is proved as well. */
    private boolean proves(Call call, User.Active user, NewPassword body) {
        return logIns.proves(
                        call.tenant(), user, body.currentPassword(), call.head().remote())
                || logIns.matches(user, body.newPassword());
    }
}
