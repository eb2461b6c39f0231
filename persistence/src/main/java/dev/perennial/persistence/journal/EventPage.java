package dev.perennial.persistence.journal;

import java.util.List;

/**
 * Some events in journal order.
 *
 * @param end where the next page begins: everything up to here, in the slices asked for, is in this page or an earlier one
 * @param full whether there may be more right now
 */
public record EventPage(List<StoredEvent> events, Position end, boolean full) {

    public EventPage {
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }
}
