package dev.perennial.domain.billing;

import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.domain.billing.meter.MeterCommand;
import dev.perennial.domain.billing.meter.MeterDecider;
import dev.perennial.domain.billing.meter.MeterEvent;
import dev.perennial.domain.billing.usage.Usage;
import dev.perennial.domain.billing.usage.UsageCommand;
import dev.perennial.domain.billing.usage.UsageDecider;
import dev.perennial.domain.billing.usage.UsageEvent;
import dev.perennial.domain.billing.usage.UsageReply;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityType;
import java.util.List;

/** The entities of billing. Whatever is to hold for every entity finds them here. */
public final class BillingEntities {

    /** Of the catalogue, which is the installation's: its tenant is {@code TenantId.SYSTEM}. */
    public static final EntityType<Meter, MeterCommand, MeterEvent, Done> METER =
            EntityType.of("billing.meter", new MeterDecider(), Meter.class, MeterCommand.class, MeterEvent.class);

    /** See {@link UsageId} for its local id. */
    public static final EntityType<Usage, UsageCommand, UsageEvent, UsageReply> USAGE = new EntityType<>(
            "billing.usage",
            new UsageDecider(),
            Usage.class,
            UsageCommand.class,
            UsageEvent.class,
            UsageReply.class,
            List.of());

    public static final List<EntityType<?, ?, ?, ?>> ALL = List.of(
            METER, //
            USAGE);

    private BillingEntities() {}
}
