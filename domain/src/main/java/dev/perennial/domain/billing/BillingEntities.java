package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityType;
import java.util.List;

/** The entities of billing. Whatever is to hold for every entity finds them here. */
public final class BillingEntities {

    public static final List<EntityType<?, ?, ?, ?>> ALL = List.of();

    private BillingEntities() {}
}
