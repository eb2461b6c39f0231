package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;

/**
 * What is bought: a version of a plan with its terms, which stay even if the plan changes, for a number of seats.
 *
 * @param seats wanted; those that the price includes are there anyway
 */
public record Deal(PlanRef plan, PlanTerms terms, int seats) {

    private static final int MONTHS = 12;
    private static final int DAYS = 365;
    private static final int WEEKS = 52;

    Deal withSeats(int wanted) {
        return new Deal(plan, terms, wanted);
    }

    /** How many users are paid for. */
    public int paidSeats() {
        return Math.max(seats, terms.seats());
    }

    /** How many seats the price does not include. */
    public int furtherSeats() {
        return paidSeats() - terms.seats();
    }

    /** The price of a period with all seats, without usage. */
    public Money price() {
        return terms.price().plus(new Money(terms.seatPrice().minor(), currency()).times(furtherSeats()));
    }

    /** What a period costs, without usage. */
    public List<ChargeLine> lines(Period period) {
        var base = new ChargeLine(ChargeLine.Kind.PLAN, label(period), 1, terms.price());
        var further = price().minus(terms.price());
        return furtherSeats() == 0
                ? List.of(base)
                : List.of(base, new ChargeLine(ChargeLine.Kind.SEATS, "Further seats", furtherSeats(), further));
    }

    String label(Period period) {
        return "%s, version %d: %s to %s"
                .formatted(plan.plan(), plan.version(), day(period.start()), day(period.end()));
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Whether usage may cost something beyond the price. */
    public boolean chargesUsage() {
        return terms.quotas().stream().anyMatch(quota -> !quota.overage().isEmpty());
    }

    /** Whether usage counts and costs the same as by the other. */
    boolean countsLike(Deal other) {
        return terms.quotas().equals(other.terms().quotas());
    }

    /**
     * The price for a month: a third of a quarter's, a twelfth of a year's, of 52 weeks' or of 365 days', rounded half
     * away from zero to the minor unit.
     */
    public Money monthly() {
        var price = price();
        return switch (terms.interval()) {
            case HOUR -> price.share(24L * DAYS, MONTHS);
            case DAY -> price.share(DAYS, MONTHS);
            case WEEK -> price.share(WEEKS, MONTHS);
            case MONTH -> price;
            case QUARTER -> price.share(1, 3);
            case YEAR -> price.share(1, MONTHS);
        };
    }

    Currency currency() {
        return terms.price().currency();
    }
}
