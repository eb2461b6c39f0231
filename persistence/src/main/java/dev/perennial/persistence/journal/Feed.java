package dev.perennial.persistence.journal;

import java.util.Set;

/**
 * What a reader reads of the journal.
 *
 * @param types names of the entity types whose events it is for
 */
public record Feed(Set<String> types, SliceRange slices) {

    public Feed {
        types = Set.copyOf(types);
    }

    String[] typeNames() {
        return types.toArray(String[]::new);
    }
}
