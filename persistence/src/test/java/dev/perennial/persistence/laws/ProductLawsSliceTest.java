package dev.perennial.persistence.laws;

import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.plan.PlanCommand.PublishPlan;
import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every entity of every module of ours. */
class ProductLawsSliceTest extends StorageLaws {

    private static final Money PRICE = new Money(1999, Currency.getInstance("EUR"));
    private static final PlanTerms SOUND =
            new PlanTerms(PRICE, Cycle.Unit.MONTH, 14, 1, PRICE, List.of("sso"), List.of());

    ProductLawsSliceTest() {
        super(
                "dev.perennial.domain",
                List.of(
                        new ChangeSettings(Map.of("colour", "true"), Set.of()), //
                        new PublishPlan(SOUND)));
    }
}
