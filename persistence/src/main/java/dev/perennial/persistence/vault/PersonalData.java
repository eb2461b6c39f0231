package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.domain.kernel.TenantId;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Seals what is personal before it becomes part of a command or event, and opens it for those who may see it.
 *
 * <p>All methods may ask the database and block: call them on a virtual thread.
 */
public final class PersonalData {

    private final SubjectKeys keys;

    public PersonalData(SubjectKeys keys) {
        this.keys = keys;
    }

    /**
     * Seals a value about a person; the first one makes the person's key.
     *
     * @throws SubjectErasedException if the person's data has been erased
     */
    public Sealed seal(TenantId tenant, EntityId subject, String plaintext) {
        var person = new Subject(tenant, subject);
        var sealed = keys.findOrCreate(person).seal(plaintext.getBytes(UTF_8), person.context(Keyring.PURPOSE));
        return new Sealed(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }

    /** The value; empty if the person's data was erased, or the value is not one of this person's. */
    public Optional<String> open(TenantId tenant, EntityId subject, Sealed sealed) {
        var person = new Subject(tenant, subject);
        return keyring(List.of(person)).open(person, sealed);
    }

    /** The keys of everyone on a page, in at most one query. */
    public Keyring keyring(Collection<Subject> subjects) {
        return new Keyring(keys.find(subjects));
    }

    /**
     * Erases all that was ever sealed about a person, wherever it is stored, for good. May be repeated.
     *
     * <p>Takes effect at once on this node and within {@link SubjectKeys#MAX_STALENESS} on all others.
     */
    public void erase(TenantId tenant, EntityId subject) {
        keys.destroy(new Subject(tenant, subject));
    }
}
