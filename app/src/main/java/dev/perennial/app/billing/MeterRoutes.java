package dev.perennial.app.billing;

import dev.perennial.app.Platform;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.domain.billing.meter.MeterCommand;
import dev.perennial.domain.billing.meter.MeterCommand.DefineMeter;
import dev.perennial.domain.billing.meter.MeterCommand.RetireMeter;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.CatalogueQueries;
import dev.perennial.persistence.billing.CatalogueQueries.MeterRow;
import dev.perennial.persistence.shell.Versioned;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The meters of the catalogue. */
final class MeterRoutes implements Routes {

    private static final String METER = "meter";

    private final Platform platform;
    private final Commands commands;
    private final CatalogueQueries queries;

    MeterRoutes(Platform platform) {
        this.platform = platform;
        this.commands = platform.commands();
        this.queries = new CatalogueQueries(platform.queries());
    }

    private record Definition(String name, String aggregation, long graceSeconds) {}

    private record View(String id, long revision, String status, String name, String aggregation, long graceSeconds) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "defineMeter",
                this::define,
                "retireMeter",
                call -> send(call, new RetireMeter()),
                "getMeter",
                platform.reads().ofSystem(BillingEntities.METER, METER, MeterRoutes::look),
                "listMeters",
                platform.lists(BillingViews.MODULE)
                        .ofSystem((_, after, limit) -> queries.meters(after, limit), MeterRoutes::view));
    }

    private CompletionStage<Reply> define(Call call) {
        var body = call.body(Definition.class);
        return send(
                call,
                new DefineMeter(
                        body.name(),
                        Aggregation.valueOf(body.aggregation().toUpperCase(Locale.ROOT)),
                        Duration.ofSeconds(body.graceSeconds())));
    }

    private CompletionStage<Reply> send(Call call, MeterCommand command) {
        return Answers.send(commands, call, BillingEntities.METER, TenantId.SYSTEM, call.id(METER), command);
    }

    private static Optional<View> look(Call call, EntityId id, Versioned<Meter> read) {
        return switch (read.state()) {
            case Meter.Absent _ -> Optional.empty();
            case Meter.Defined(var name, var aggregation, var grace) ->
                Optional.of(view(id.value(), read.revision(), false, name, aggregation, grace.toSeconds()));
            case Meter.Retired(var name, var aggregation, var grace) ->
                Optional.of(view(id.value(), read.revision(), true, name, aggregation, grace.toSeconds()));
        };
    }

    private static View view(MeterRow row) {
        return view(row.id(), row.revision(), row.retired(), row.name(), row.aggregation(), row.graceSeconds());
    }

    private static View view(
            String id, long revision, boolean retired, String name, Aggregation aggregation, long graceSeconds) {
        return new View(id, revision, retired ? "retired" : "defined", name, Reply.label(aggregation), graceSeconds);
    }
}
