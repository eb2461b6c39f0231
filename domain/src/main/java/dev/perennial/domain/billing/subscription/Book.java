package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.EarlierUsage;
import dev.perennial.domain.billing.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What outlives a subscription of the tenant.
 *
 * @param charges how many there have been; also the id of the last one
 * @param abandoned the latest {@value #KEPT} that are no longer wanted, oldest first
 * @param trialed whether there has been a trial
 * @param balance what is in the tenant's favour; used up by the next charges
 * @param usage what was priced and may still grow
 */
public record Book(
        int charges, List<ChargeId> abandoned, boolean trialed, Optional<Money> balance, List<EarlierUsage> usage) {

    static final int KEPT = 100;
    static final Book NEW = new Book(0, List.of(), false, Optional.empty(), List.of());

    public Book {
        abandoned = List.copyOf(abandoned);
        usage = List.copyOf(usage);
    }

    Book withTrial() {
        return new Book(charges, abandoned, true, balance, usage);
    }

    Book charged(Charge charge) {
        var next = new Book(
                Math.max(charges, charge.id().value()),
                abandoned,
                trialed,
                balance,
                LateUsage.afterCharge(usage, charge));
        return next.credited(charge.balance().negated());
    }

    Book abandoned(ChargeId id, Optional<Money> returned) {
        var ids = new ArrayList<>(abandoned);
        ids.add(id);
        var kept = new Book(
                charges,
                ids.subList(Math.max(0, ids.size() - KEPT), ids.size()),
                trialed,
                balance,
                LateUsage.without(usage, id));
        return returned.map(kept::credited).orElse(kept);
    }

    /** The deciders let no two currencies meet; a fact that says otherwise wins. */
    Book credited(Money amount) {
        var sum = balance.filter(money -> money.currency().equals(amount.currency()))
                .map(money -> money.plus(amount))
                .orElse(amount);
        return new Book(charges, abandoned, trialed, Optional.of(sum).filter(money -> money.minor() > 0), usage);
    }

    ChargeId next() {
        return new ChargeId(charges + 1);
    }
}
