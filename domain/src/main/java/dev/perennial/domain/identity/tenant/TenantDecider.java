package dev.perennial.domain.identity.tenant;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.identity.tenant.Tenant.Absent;
import dev.perennial.domain.identity.tenant.Tenant.Active;
import dev.perennial.domain.identity.tenant.Tenant.Closed;
import dev.perennial.domain.identity.tenant.Tenant.Suspended;
import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import dev.perennial.domain.identity.tenant.TenantCommand.CloseTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.CreateTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.ReactivateTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.RenameTenant;
import dev.perennial.domain.identity.tenant.TenantCommand.SuspendTenant;
import dev.perennial.domain.identity.tenant.TenantEvent.SettingsChanged;
import dev.perennial.domain.identity.tenant.TenantEvent.TenantClosed;
import dev.perennial.domain.identity.tenant.TenantEvent.TenantCreated;
import dev.perennial.domain.identity.tenant.TenantEvent.TenantReactivated;
import dev.perennial.domain.identity.tenant.TenantEvent.TenantRenamed;
import dev.perennial.domain.identity.tenant.TenantEvent.TenantSuspended;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.domain.kernel.Texts;

/** The rules of a {@link Tenant}. While it is suspended nothing about it changes but that. */
public final class TenantDecider implements Decider<Tenant, TenantCommand, TenantEvent, Done> {

    public static final int MAX_NAME_LENGTH = 100;
    public static final int MAX_REASON_LENGTH = 500;

    @Override
    public Tenant initial() {
        return new Absent();
    }

    @Override
    public Decision<TenantEvent, Done> decide(Tenant state, TenantCommand command, Context context) {
        return switch (state) {
            case Absent _ -> absent(command, context);
            case Active tenant -> active(tenant, command);
            case Suspended tenant -> suspended(tenant, command);
            case Closed _ -> closed(command);
        };
    }

    private static Decision<TenantEvent, Done> absent(TenantCommand command, Context context) {
        return switch (command) {
            case CreateTenant(var name) -> {
                if (context.tenant().equals(TenantId.SYSTEM)) {
                    yield reject(Rejection.conflict("tenant.reserved", "This id is reserved."));
                }
                yield validName(name) ? accept(new TenantCreated(name)) : nameInvalid();
            }
            case RenameTenant _, ChangeSettings _, SuspendTenant _, ReactivateTenant _, CloseTenant _ ->
                reject(Rejection.notFound("tenant.not-found", "There is no such tenant."));
        };
    }

    private static Decision<TenantEvent, Done> active(Active tenant, TenantCommand command) {
        return switch (command) {
            case CreateTenant _ -> exists();
            case RenameTenant(var name) when name.equals(tenant.name()) -> accept();
            case RenameTenant(var name) -> validName(name) ? accept(new TenantRenamed(name)) : nameInvalid();
            case ChangeSettings patch -> changeSettings(tenant.settings(), patch);
            case SuspendTenant(var reason) -> suspend(reason);
            case ReactivateTenant _ -> accept();
            case CloseTenant _ -> accept(new TenantClosed());
        };
    }

    private static Decision<TenantEvent, Done> suspended(Suspended tenant, TenantCommand command) {
        return switch (command) {
            case CreateTenant _ -> exists();
            case RenameTenant _, ChangeSettings _ ->
                reject(Rejection.conflict("tenant.suspended", "The tenant is suspended."));
            case SuspendTenant(var reason) -> reason.equals(tenant.reason()) ? accept() : suspend(reason);
            case ReactivateTenant _ -> accept(new TenantReactivated());
            case CloseTenant _ -> accept(new TenantClosed());
        };
    }

    private static Decision<TenantEvent, Done> closed(TenantCommand command) {
        return switch (command) {
            case CloseTenant _ -> accept();
            case CreateTenant _, RenameTenant _, ChangeSettings _, SuspendTenant _, ReactivateTenant _ ->
                reject(Rejection.gone("tenant.closed", "The tenant is closed."));
        };
    }

    private static Decision<TenantEvent, Done> changeSettings(Settings settings, ChangeSettings patch) {
        var refusal = settings.refuse(patch);
        if (refusal.isPresent()) {
            return reject(refusal.get());
        }
        var change = settings.changed(patch);
        return change.set().isEmpty() && change.removed().isEmpty() ? accept() : accept(change);
    }

    private static Decision<TenantEvent, Done> suspend(String reason) {
        return Texts.isLine(reason, MAX_REASON_LENGTH)
                ? accept(new TenantSuspended(reason))
                : reject(Rejection.invalid("tenant.reason-invalid", "A reason is one line of at most 500 characters."));
    }

    private static boolean validName(String name) {
        return Texts.isLine(name, MAX_NAME_LENGTH);
    }

    private static Decision<TenantEvent, Done> nameInvalid() {
        return reject(Rejection.invalid("tenant.name-invalid", "A name is one line of at most 100 characters."));
    }

    private static Decision<TenantEvent, Done> exists() {
        return reject(Rejection.conflict("tenant.exists", "A tenant with this id exists."));
    }

    @Override
    public Tenant evolve(Tenant state, TenantEvent event) {
        return switch (event) {
            case TenantCreated(var name) -> new Active(name, Settings.NONE);
            case TenantRenamed(var name) -> new Active(name, settingsOf(state));
            case SettingsChanged change ->
                new Active(nameOf(state), settingsOf(state).after(change));
            case TenantSuspended(var reason) -> new Suspended(nameOf(state), settingsOf(state), reason);
            case TenantReactivated _ -> new Active(nameOf(state), settingsOf(state));
            case TenantClosed _ -> new Closed(nameOf(state));
        };
    }

    private static String nameOf(Tenant state) {
        return switch (state) {
            case Absent _ -> "";
            case Active tenant -> tenant.name();
            case Suspended tenant -> tenant.name();
            case Closed tenant -> tenant.name();
        };
    }

    private static Settings settingsOf(Tenant state) {
        return switch (state) {
            case Active tenant -> tenant.settings();
            case Suspended tenant -> tenant.settings();
            case Absent _, Closed _ -> Settings.NONE;
        };
    }
}
