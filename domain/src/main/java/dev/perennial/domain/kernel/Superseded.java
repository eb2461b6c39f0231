package dev.perennial.domain.kernel;

/**
 * An old version of an event that may still be in a journal.
 *
 * @param <T> the next version, itself superseded or current
 */
public interface Superseded<T> {

    /** The same fact in the next version's form. */
    T upcast();
}
