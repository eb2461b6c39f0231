package dev.perennial.persistence.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** Pekko's side of the journal: turns what entities persist into rows and back. Made by Pekko. */
public final class JdbcJournal extends AsyncWriteJournal {

    private static final int PAGE = 400;
    private static final String NO_EVENT_ADAPTER = "";

    private final Serialization serialization =
            SerializationExtension.get(context().system());
    private final JournalStore store = JournalStore.of(context().system());

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        var rows = new ArrayList<JournalRow>();
        var now = store.now();
        for (var message : messages) {
            for (var event : CollectionConverters.asJava(message.payload())) {
                rows.add(row(event, now));
            }
        }
        return FutureConverters.asScala(store.append(rows).thenApply(_ -> List.of()));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long most, Consumer<PersistentRepr> replay) {
        return FutureConverters.asScala(store.run(() -> replay(persistenceId, from, to, most, replay)));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return FutureConverters.asScala(store.read(() -> store.events().highest(persistenceId, from)));
    }

    /** Nobody may: events are for ever, and the connection has no right to. */
    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
        return Futures.failed(new UnsupportedOperationException("events are not deleted"));
    }

    private void replay(String persistenceId, long from, long to, long most, Consumer<PersistentRepr> replay)
            throws SQLException {
        var next = from;
        var left = most;
        while (left > 0) {
            var limit = (int) Math.min(left, PAGE);
            var page = store.events().read(persistenceId, next, to, limit);
            page.forEach(row -> replay.accept(event(row)));
            if (page.size() < limit) {
                return;
            }
            next = page.getLast().sequenceNumber() + 1;
            left -= page.size();
        }
    }

    private JournalRow row(PersistentRepr event, long now) {
        var payload = event.payload();
        var serializer = serialization.findSerializerFor(payload);
        return new JournalRow(
                event.persistenceId(),
                event.sequenceNr(),
                event.writerUuid(),
                now,
                serializer.identifier(),
                Serializers.manifestFor(serializer, payload),
                serializer.toBinary(payload));
    }

    private PersistentRepr event(JournalRow row) {
        var payload = serialization
                .deserialize(row.payload(), row.serializer(), row.manifest())
                .get();
        return PersistentRepr.apply(
                        payload,
                        row.sequenceNumber(),
                        row.persistenceId(),
                        NO_EVENT_ADAPTER,
                        false,
                        ActorRef.noSender(),
                        row.writer())
                .withTimestamp(row.writtenAt());
    }
}
