package dev.perennial.persistence.journal;

/**
 * An event as it is stored.
 *
 * @param sequenceNumber the entity's revision after it, from 1
 * @param writer the incarnation of the entity that wrote it
 * @param writtenAt in milliseconds since 1970
 * @param serializer the identifier of what made the payload
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are carried, not compared.
record JournalRow(
        String persistenceId,
        long sequenceNumber,
        String writer,
        long writtenAt,
        int serializer,
        String manifest,
        byte[] payload) {}
