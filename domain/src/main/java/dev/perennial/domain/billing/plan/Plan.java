package dev.perennial.domain.billing.plan;

import dev.perennial.domain.billing.PlanTerms;
import java.util.List;
import java.util.Optional;

/** A plan of the catalogue. */
public sealed interface Plan {

    /** How many versions a plan keeps at hand; older ones stay in its history and in the subscriptions that bought them. */
    int KEPT_VERSIONS = 100;

    record Absent() implements Plan {}

    /** @param versions the latest ones, oldest first; never empty */
    record Offered(List<Version> versions) implements Plan {
        public Offered {
            versions = List.copyOf(versions);
        }
    }

    /** Sold no more. */
    record Retired(List<Version> versions) implements Plan {
        public Retired {
            versions = List.copyOf(versions);
        }
    }

    /** A published version, which never changes. @param number counts from 1 */
    record Version(int number, PlanTerms terms) {}

    /** The versions at hand, oldest first. */
    default List<Version> known() {
        return switch (this) {
            case Absent _ -> List.of();
            case Offered(var versions) -> versions;
            case Retired(var versions) -> versions;
        };
    }

    /** The version of that number, or the latest one for 0; empty when there is none at hand. */
    default Optional<Version> version(int number) {
        var known = known();
        return known.stream()
                .filter(version -> number == 0 ? version == known.getLast() : version.number() == number)
                .findFirst();
    }
}
