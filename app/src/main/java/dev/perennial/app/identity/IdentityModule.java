package dev.perennial.app.identity;

import dev.perennial.app.Chore;
import dev.perennial.app.Module;
import dev.perennial.app.Platform;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Routes;
import dev.perennial.app.security.LoginThrottle;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.identity.EmailClaimProcess;
import dev.perennial.persistence.identity.EmailReservations;
import dev.perennial.persistence.identity.IdentityQueries;
import dev.perennial.persistence.identity.IdentityViews;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.ViewModule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tenants, users, sessions and keys. */
public final class IdentityModule implements Module {

    private static final Duration SETTLE_EVERY = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 100;

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public List<String> contracts() {
        return List.of("openapi-identity.yaml");
    }

    @Override
    public List<EntityType<?, ?, ?, ?>> entities() {
        return IdentityEntities.ALL;
    }

    @Override
    public Optional<ViewModule> views(Platform platform) {
        return Optional.of(new IdentityViews(platform.personalData()).module());
    }

    @Override
    public List<Projection> reactions(Platform platform) {
        return List.of(process(platform).reaction());
    }

    @Override
    public List<Chore> chores(Platform platform) {
        var process = process(platform);
        var reservations = new EmailReservations(platform.database().projection());
        return List.of(new Chore(
                "email-reservations",
                SETTLE_EVERY,
                () -> settle(process, reservations, platform.clock().instant())));
    }

    private static Chore.Due settle(EmailClaimProcess process, EmailReservations reservations, Instant now) {
        var overdue = reservations.overdue(now, MOST_AT_ONCE);
        process.settleAll(overdue);
        return overdue.isEmpty()
                ? Chore.Due.NOTHING
                : new Chore.Due(
                        overdue.size(), Duration.between(overdue.getFirst().until(), now));
    }

    @Override
    public Routes routes(Platform platform) {
        var handlers = new HashMap<String, Handler>();
        Stream.concat(commands(platform), reads(platform)).forEach(routes -> handlers.putAll(routes.handlers()));
        return () -> handlers;
    }

    private static Stream<Routes> commands(Platform platform) {
        var commands = platform.commands();
        var entities = platform.entities();
        var flows = platform.flows();
        var clock = platform.clock();
        var access = platform.access();
        var settings = platform.settings().identity();
        var security = platform.settings().security();
        var hasher = access.passwords();
        var logIns = new LogIns(entities, platform.ids(), hasher, new LoginThrottle(security.logIn()));
        return Stream.of(
                new TenantRoutes(commands),
                new Invitations(
                        commands,
                        entities,
                        flows,
                        platform.ids(),
                        access.secrets(),
                        hasher,
                        platform.personalData(),
                        process(platform),
                        settings,
                        clock),
                new UserRoutes(commands, entities, flows, platform.personalData(), clock),
                new PasswordRoutes(commands, entities, flows, logIns, hasher),
                new SessionRoutes(
                        commands, entities, flows, logIns, access.secrets(), access.tokens(), settings, clock),
                new ApiKeyRoutes(commands, entities, access.secrets()),
                new CredentialRoutes(access.signingKeys(), flows));
    }

    private static Stream<Routes> reads(Platform platform) {
        var views = new IdentityViews(platform.personalData()).module();
        return Stream.of(
                new ReadRoutes(platform.reads(), platform.histories(), new Views(platform.personalData())),
                new ListRoutes(new IdentityQueries(platform.queries()), platform.lists(views)));
    }

    private static EmailClaimProcess process(Platform platform) {
        return new EmailClaimProcess(platform.entities(), platform.personalData());
    }
}
