package dev.perennial.domain.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name and version under which an event is stored, for ever. The class may be renamed or moved; this may not change.
 *
 * <p>A change of an event's form is a new record with the next version; the old record stays, implements
 * {@link Superseded} and is listed in its {@link EntityType}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventName {

    /** Module and fact, dotted and dashed: {@code billing.credits-consumed}. */
    String value();

    /** Starts at 1. */
    int version() default 1;
}
