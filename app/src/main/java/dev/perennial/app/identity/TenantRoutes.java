package dev.perennial.app.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.tenant.TenantCommand;
import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import dev.perennial.domain.identity.tenant.TenantCommand.CloseTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.CreateTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.ReactivateTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.RenameTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.SuspendTenant;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Commands on tenants. */
final class TenantRoutes implements Routes {

    private record NewTenant(String id, String name) {}

    private record Name(String name) {}

    private record Reason(String reason) {}

    private final Commands commands;

    TenantRoutes(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "createTenant", this::create,
                "renameTenant",
                        call -> send(
                                call, new RenameTenant(call.body(Name.class).name())),
                "changeSettings", call -> send(call, patch(call.body(JsonNode.class))),
                "suspendTenant",
                        call -> send(
                                call, new SuspendTenant(call.body(Reason.class).reason())),
                "reactivateTenant", call -> send(call, new ReactivateTenant()),
                "closeTenant", call -> send(call, new CloseTenant()));
    }

    private CompletionStage<Reply> create(Call call) {
        var body = call.body(NewTenant.class);
        var tenant = new TenantId(body.id());
        var id = new EntityId(body.id());
        return commands.send(
                call,
                IdentityEntities.TENANT,
                tenant,
                id,
                new CreateTenant(body.name()),
                done -> Answers.done(201, IdentityEntities.TENANT, tenant, id, done));
    }

    private CompletionStage<Reply> send(Call call, TenantCommand command) {
        return Answers.send(commands, call, IdentityEntities.TENANT, call.tenant(), call.id("tenant"), command);
    }

    private static ChangeSettings patch(JsonNode body) {
        var set = new HashMap<String, String>();
        var remove = new HashSet<String>();
        for (var setting : body.properties()) {
            if (setting.getValue().isNull()) {
                remove.add(setting.getKey());
            } else {
                set.put(setting.getKey(), setting.getValue().toString());
            }
        }
        return new ChangeSettings(set, remove);
    }
}
