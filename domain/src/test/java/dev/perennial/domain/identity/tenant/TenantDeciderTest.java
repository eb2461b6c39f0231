package dev.perennial.domain.identity.tenant;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.GONE;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;

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
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Given;
import dev.perennial.domain.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantDeciderTest {

    private static final TenantCreated CREATED = new TenantCreated("Acme");
    private static final TenantSuspended SUSPENDED = new TenantSuspended("unpaid");
    private static final TenantClosed CLOSED = new TenantClosed();

    private static final CreateTenant CREATE = new CreateTenant("Acme");
    private static final RenameTenant RENAME = new RenameTenant("Acme Ltd");
    private static final ChangeSettings CHANGE = new ChangeSettings(Map.of("theme", "\"dark\""), Set.of());
    private static final SuspendTenant SUSPEND = new SuspendTenant("unpaid");
    private static final ReactivateTenant REACTIVATE = new ReactivateTenant();
    private static final CloseTenant CLOSE = new CloseTenant();

    static final List<TenantCommand> ALL_BUT_CREATE = List.of(RENAME, CHANGE, SUSPEND, REACTIVATE, CLOSE);
    static final List<TenantCommand> ALL_BUT_CLOSE = List.of(CREATE, RENAME, CHANGE, SUSPEND, REACTIVATE);
    static final List<TenantCommand> CHANGES_OF_CONTENT = List.of(RENAME, CHANGE);

    private static Given<Tenant, TenantCommand, TenantEvent, Done> tenant(TenantEvent... history) {
        return Given.entity(new TenantDecider()).events(history);
    }

    @Test
    void isCreated() {
        tenant().when(CREATE).then(CREATED).leaving(new Tenant.Active("Acme", Settings.NONE));
    }

    @Test
    void isCreatedOnce() {
        tenant(CREATED).when(CREATE).thenRejected(CONFLICT, "tenant.exists");
        tenant(CREATED, SUSPENDED).when(CREATE).thenRejected(CONFLICT, "tenant.exists");
    }

    @Test
    void isNeverCreatedUnderTheSystemsId() {
        var context = new Context(TenantId.SYSTEM, new EntityId("system"), Given.NOW, Caller.operator("op"));
        new Given<>(new TenantDecider(), List.of(), context).when(CREATE).thenRejected(CONFLICT, "tenant.reserved");
    }

    @ParameterizedTest
    @FieldSource("ALL_BUT_CREATE")
    void nothingIsDoneToATenantThatIsNotThere(TenantCommand command) {
        tenant().when(command).thenRejected(NOT_FOUND, "tenant.not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " Acme", "two\nlines"})
    void hasAProperName(String name) {
        tenant().when(new CreateTenant(name)).thenRejected(INVALID, "tenant.name-invalid");
        tenant(CREATED).when(new RenameTenant(name)).thenRejected(INVALID, "tenant.name-invalid");
    }

    @Test
    void hasANameOfAtMostAHundredCharacters() {
        tenant().when(new CreateTenant("x".repeat(100))).then(new TenantCreated("x".repeat(100)));
        tenant().when(new CreateTenant("x".repeat(101))).thenRejected(INVALID, "tenant.name-invalid");
    }

    @Test
    void isRenamedAndKeepsItsSettings() {
        tenant(CREATED, new SettingsChanged(Map.of("theme", "\"dark\""), Set.of()))
                .when(RENAME)
                .then(new TenantRenamed("Acme Ltd"))
                .leaving(new Tenant.Active("Acme Ltd", new Settings(Map.of("theme", "\"dark\""))));
    }

    @Test
    void isNotRenamedToTheNameItHas() {
        tenant(CREATED).when(new RenameTenant("Acme")).thenNothing();
    }

    @Test
    void isSuspendedAndReactivatedWithAllItHas() {
        var settings = new SettingsChanged(Map.of("limit", "3"), Set.of());
        tenant(CREATED, settings)
                .when(SUSPEND)
                .then(SUSPENDED)
                .leaving(new Tenant.Suspended("Acme", new Settings(settings.set()), "unpaid"));
        tenant(CREATED, settings, SUSPENDED)
                .when(REACTIVATE)
                .then(new TenantReactivated())
                .leaving(new Tenant.Active("Acme", new Settings(settings.set())));
    }

    @Test
    void isSuspendedForAReasonThatMayChange() {
        tenant(CREATED).when(new SuspendTenant("")).thenRejected(INVALID, "tenant.reason-invalid");
        tenant(CREATED).when(new SuspendTenant("x".repeat(501))).thenRejected(INVALID, "tenant.reason-invalid");
        tenant(CREATED, SUSPENDED).when(SUSPEND).thenNothing();
        tenant(CREATED, SUSPENDED).when(new SuspendTenant("abuse")).then(new TenantSuspended("abuse"));
    }

    @Test
    void isNotReactivatedWhenActive() {
        tenant(CREATED).when(REACTIVATE).thenNothing();
    }

    @ParameterizedTest
    @FieldSource("CHANGES_OF_CONTENT")
    void doesNotChangeWhileSuspended(TenantCommand command) {
        tenant(CREATED, SUSPENDED).when(command).thenRejected(CONFLICT, "tenant.suspended");
    }

    @Test
    void isClosedActiveOrSuspended() {
        tenant(CREATED).when(CLOSE).then(CLOSED).leaving(new Tenant.Closed("Acme"));
        tenant(CREATED, SUSPENDED).when(CLOSE).then(CLOSED).leaving(new Tenant.Closed("Acme"));
    }

    @Test
    void isClosedOnce() {
        tenant(CREATED, CLOSED).when(CLOSE).thenNothing();
    }

    @ParameterizedTest
    @FieldSource("ALL_BUT_CLOSE")
    void isClosedForEver(TenantCommand command) {
        tenant(CREATED, CLOSED).when(command).thenRejected(GONE, "tenant.closed");
    }
}
