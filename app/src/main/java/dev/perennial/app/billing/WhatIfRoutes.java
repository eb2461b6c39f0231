package dev.perennial.app.billing;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.Platform;
import dev.perennial.app.command.Answers;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problem;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Rating;
import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.domain.billing.plan.TermsRules;
import dev.perennial.domain.billing.subscription.Deal;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.billing.PastUsage;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a tenant would have paid under another plan. Nothing is stored. */
final class WhatIfRoutes implements Routes {

    private static final PlanKey DRAFT = new PlanKey("draft");

    private final Platform platform;
    private final Catalogue catalogue;
    private final PastUsage usage;
    private final Clock clock;

    WhatIfRoutes(Platform platform, Catalogue catalogue) {
        this.platform = platform;
        this.catalogue = catalogue;
        this.usage = new PastUsage(platform.queries(), platform.history());
        this.clock = platform.clock();
    }

    private record Question(
            @Nullable String plan,
            @Nullable Integer version,
            @Nullable TermsInput terms,
            @Nullable Integer seats,
            String from) {}

    private record Line(String text, long quantity, MoneyInput amount) {}

    private record Counted(String meter, int totals, long units) {

        static Counted of(Rating.Usage usage) {
            return new Counted(
                    usage.meter().value(),
                    usage.totals().size(),
                    usage.totals().stream().mapToLong(Long::longValue).sum());
        }
    }

    private record Answer(Period period, List<Line> lines, MoneyInput total, List<Counted> usage) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("whatIf", platform.flows().handler(this::answer));
    }

    private Reply answer(Call call) {
        var body = call.body(Question.class);
        var deal = deal(body);
        var billing = new Cycle(
                OffsetDateTime.parse(body.from()).toInstant(), deal.terms().interval());
        var period = billing.nth(0);
        if (period.end().isAfter(clock.instant())) {
            throw Answers.misfit("/from", "begins a period that has not ended: it ends at " + period.end());
        }
        var used = used(call.tenant(), deal.terms(), billing, period);
        var lines = lines(deal, period, used);
        var total = lines.stream().mapToLong(line -> line.amount().minor()).reduce(0, Math::addExact);
        var currency = deal.terms().price().currency().getCurrencyCode();
        return Reply.json(
                200,
                new Answer(
                        period,
                        lines,
                        new MoneyInput(total, currency),
                        used.stream().map(Counted::of).toList()));
    }

    private Deal deal(Question body) {
        if ((body.plan() == null) == (body.terms() == null)) {
            throw Answers.misfit("/plan", "is one of plan and terms, and not both");
        }
        var offer = body.terms() == null
                ? await(catalogue.known(
                        new PlanKey(String.valueOf(body.plan())), body.version() == null ? 0 : body.version()))
                : draft(body.terms());
        var seats = body.seats() == null ? Math.max(1, offer.terms().seats()) : body.seats();
        return new Deal(offer.plan(), offer.terms(), seats);
    }

    private static Catalogue.Offer draft(TermsInput input) {
        PlanTerms terms = TermsRules.ordered(input.terms("/terms"));
        TermsRules.refuse(terms).ifPresent(WhatIfRoutes::refuse);
        return new Catalogue.Offer(new PlanRef(DRAFT, 1), terms);
    }

    private static void refuse(Rejection rejection) {
        throw Problem.of(rejection).exception();
    }

    /** Of meters that are not in the catalogue nothing was used. */
    private List<Rating.Usage> used(TenantId tenant, PlanTerms terms, Cycle billing, Period period) {
        var used = new ArrayList<Rating.Usage>();
        for (var quota : terms.quotas()) {
            switch (await(platform.entities()
                            .read(
                                    BillingEntities.METER,
                                    TenantId.SYSTEM,
                                    quota.meter().entity()))
                    .state()) {
                case Meter.Absent _ -> {}
                case Meter.Defined meter -> used.add(counted(tenant, quota, billing, meter.aggregation(), period));
                case Meter.Retired meter -> used.add(counted(tenant, quota, billing, meter.aggregation(), period));
            }
        }
        return used;
    }

    private Rating.Usage counted(TenantId tenant, Quota quota, Cycle billing, Aggregation aggregation, Period period) {
        try {
            return usage.of(tenant, quota, billing, aggregation, period);
        } catch (PastUsage.TooMuchException _) {
            throw Answers.misfit(
                    "/from", "begins a period with more than %d events of usage".formatted(PastUsage.MAX_EVENTS));
        }
    }

    private static List<Line> lines(Deal deal, Period period, List<Rating.Usage> used) {
        var bought = deal.lines(period).stream()
                .map(line -> new Line(line.description(), line.quantity(), MoneyInput.of(line.amount())));
        var currency = deal.terms().price().currency().getCurrencyCode();
        var usage = Rating.lines(deal.terms().quotas(), used).stream()
                .map(line -> new Line(line.text(), line.quantity(), new MoneyInput(line.amount(), currency)));
        return Stream.concat(bought, usage).toList();
    }
}
