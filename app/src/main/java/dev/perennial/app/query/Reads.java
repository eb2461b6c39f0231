package dev.perennial.app.query;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.history.History;
import dev.perennial.persistence.history.History.Moment;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Versioned;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;

/** Single reads: of the present from the entity itself, of the past from its history. */
public final class Reads {

    private final Entities entities;
    private final History history;
    private final Flows flows;

    public Reads(Entities entities, History history, Flows flows) {
        this.entities = entities;
        this.history = history;
        this.flows = flows;
    }

    /** How a state looks to a client; empty for an entity that does not exist. */
    @FunctionalInterface
    public interface Look<S> {
        Optional<?> of(Call call, EntityId id, Versioned<S> read);
    }

    /** Reads the entity that a path parameter names, at the moment that {@code revision} or {@code at} asks for. */
    public <S, C, E, R> Handler of(EntityType<S, C, E, R> type, String parameter, Look<S> look) {
        return of(type, Call::tenant, call -> call.id(parameter), look);
    }

    /** The same of what is the installation's and no tenant's. */
    public <S, C, E, R> Handler ofSystem(EntityType<S, C, E, R> type, String parameter, Look<S> look) {
        return of(type, _ -> TenantId.SYSTEM, call -> call.id(parameter), look);
    }

    /** The same of the one entity that each tenant has, whose id is the tenant's. */
    public <S, C, E, R> Handler ofTenant(EntityType<S, C, E, R> type, Look<S> look) {
        return of(type, Call::tenant, call -> call.id("tenant"), look);
    }

    private <S, C, E, R> Handler of(
            EntityType<S, C, E, R> type, Function<Call, TenantId> owner, Function<Call, EntityId> named, Look<S> look) {
        return flows.handler(call -> {
            var tenant = owner.apply(call);
            var id = named.apply(call);
            var read = moment(call)
                    .map(moment -> past(type, tenant, id, moment))
                    .orElseGet(() -> await(entities.read(type, tenant, id)));
            var body =
                    look.of(call, id, read).orElseThrow(() -> Problems.NO_SUCH_ENTITY.exception("it does not exist"));
            return Reply.read(call, read.revision(), body);
        });
    }

    private <S, E> Versioned<S> past(EntityType<S, ?, E, ?> type, TenantId tenant, EntityId id, Moment moment) {
        try {
            return history.stateAt(type, tenant, id, moment);
        } catch (History.TooLongException _) {
            throw Call.invalid(
                    moment instanceof Moment.Revision ? "revision" : "at",
                    "has more than " + History.MAX_EVENTS + " events before it; read the history itself");
        }
    }

    private static Optional<Moment> moment(Call call) {
        var revision = call.query("revision").<Moment>map(text -> new Moment.Revision(Long.parseLong(text)));
        var time = time(call, "at").<Moment>map(Moment.Time::new);
        if (revision.isPresent() && time.isPresent()) {
            throw Call.invalid("at", "excludes revision");
        }
        return revision.or(() -> time);
    }

    /** What a query parameter of the call says, as a time. */
    public static Optional<Instant> time(Call call, String parameter) {
        try {
            return call.query(parameter).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw Call.invalid(parameter, "is not a time of RFC 3339");
        }
    }
}
