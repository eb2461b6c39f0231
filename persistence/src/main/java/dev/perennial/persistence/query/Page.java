package dev.perennial.persistence.query;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list.
 *
 * @param next where it goes on; empty when this was the last of it
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {

    /** The most that one page may hold. */
    public static final int MAX_LIMIT = 100;

    public Page {
        items = List.copyOf(items);
    }
}
