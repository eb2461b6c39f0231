package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import java.util.Optional;

/**
 * An account of usage: of a meter, and of a subject where each subject has a quota for itself.
 *
 * @param subject empty where the whole tenant shares the quota
 */
public record UsageId(MeterKey meter, Optional<SubjectId> subject) {

    /** No meter's key has it, so the first one ends the key. */
    private static final char SEPARATOR = '_';

    /** The id by which the entity is reached. */
    public EntityId entity() {
        return new EntityId(
                subject.map(id -> meter.value() + SEPARATOR + id.value()).orElse(meter.value()));
    }

    /** Reads what {@link #entity} writes. */
    public static UsageId of(EntityId entity) {
        var text = entity.value();
        var end = text.indexOf(SEPARATOR);
        return end < 0
                ? new UsageId(new MeterKey(text), Optional.empty())
                : new UsageId(
                        new MeterKey(text.substring(0, end)), Optional.of(new SubjectId(text.substring(end + 1))));
    }
}
