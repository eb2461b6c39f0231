package dev.perennial.app.identity;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problem;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.identity.user.UserCommand;
import dev.perennial.domain.identity.user.UserCommand.ChangeProfile;
import dev.perennial.domain.identity.user.UserCommand.ChangeRole;
import dev.perennial.domain.identity.user.UserCommand.DeactivateUser;
import dev.perennial.domain.identity.user.UserCommand.ErasePersonalData;
import dev.perennial.domain.identity.user.UserCommand.LogOutEverywhere;
import dev.perennial.domain.identity.user.UserCommand.ReactivateUser;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.vault.PersonalData;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Commands on users who are there already. */
final class UserRoutes implements Routes {

    private record NewRole(String role) {}

    private record NewProfile(String displayName) {}

    private final Commands commands;
    private final Entities entities;
    private final Flows flows;
    private final PersonalData personalData;
    private final Clock clock;

    UserRoutes(Commands commands, Entities entities, Flows flows, PersonalData personalData, Clock clock) {
        this.commands = commands;
        this.entities = entities;
        this.flows = flows;
        this.personalData = personalData;
        this.clock = clock;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "changeRole",
                this::changeRole,
                "deactivateUser",
                call -> send(call, new DeactivateUser()),
                "reactivateUser",
                call -> send(call, new ReactivateUser()),
                "logOutEverywhere",
                call -> send(call, new LogOutEverywhere()),
                "changeProfile",
                flows.handler(this::changeProfile),
                "erasePersonalData",
                flows.handler(this::erase));
    }

    private CompletionStage<Reply> changeRole(Call call) {
        var role = call.body(NewRole.class).role();
        return send(call, new ChangeRole(Role.valueOf(role.toUpperCase(Locale.ROOT))));
    }

    /** Seals only for someone who is there: sealing makes a key for the person. */
    private Reply changeProfile(Call call) {
        var user = await(entities.read(IdentityEntities.USER, call.tenant(), call.id("user")))
                .state();
        if (!(user instanceof User.Known)) {
            refuse(call, user);
        }
        var name = call.body(NewProfile.class).displayName();
        return await(send(call, new ChangeProfile(personalData.seal(call.tenant(), call.id("user"), name))));
    }

    private void refuse(Call call, User user) {
        var context = new Context(
                call.tenant(),
                call.id("user"),
                clock.instant(),
                call.principal().caller());
        var decision = IdentityEntities.USER.decider().decide(user, new ChangeProfile(new Sealed("")), context);
        if (decision instanceof Decision.Rejected<?, ?>(var rejection)) {
            throw Problem.of(rejection).exception();
        }
    }

    /** The key goes after the fact is stored, so that no reader sees erased data of someone who is not erased. */
    private Reply erase(Call call) {
        var reply = await(send(call, new ErasePersonalData()));
        personalData.erase(call.tenant(), call.id("user"));
        return reply;
    }

    private CompletionStage<Reply> send(Call call, UserCommand command) {
        return Answers.send(commands, call, IdentityEntities.USER, call.tenant(), call.id("user"), command);
    }
}
