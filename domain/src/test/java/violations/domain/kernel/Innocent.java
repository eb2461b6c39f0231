package violations.domain.kernel;

import java.time.Instant;
import java.util.List;

/** Breaks no rule. */
public record Innocent(List<String> names, Instant since) {

    boolean isOlderThan(Instant other) {
        return since.isBefore(other);
    }
}
