package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Superseded;
import java.util.List;

/** From before usage that comes late was billed. */
@EventName("billing.charge-due")
public record ChargeDueV1(ChargeV1 charge) implements Superseded<ChargeDue> {

    /** A {@link Charge} as it was. */
    public record ChargeV1(
            ChargeId id,
            Charge.Kind kind,
            Period period,
            List<ChargeLine> lines,
            Money total,
            Money balance,
            List<UsageDueV1> usage) {}

    /** A {@link UsageDue} as it was: whatever the quota, each period was priced for itself. */
    public record UsageDueV1(Period period, PlanRef plan, PlanTerms terms, Cycle billing) {

        private UsageDue upcast() {
            return new UsageDue(period, plan, terms, billing, period.start(), true);
        }
    }

    @Override
    public ChargeDue upcast() {
        return new ChargeDue(new Charge(
                charge.id(),
                charge.kind(),
                charge.period(),
                charge.lines(),
                charge.total(),
                charge.balance(),
                charge.usage().stream().map(UsageDueV1::upcast).toList(),
                List.of()));
    }
}
