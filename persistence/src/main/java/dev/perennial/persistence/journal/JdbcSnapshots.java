package dev.perennial.persistence.journal;

import java.util.Optional;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** Pekko's side of the snapshots. Made by Pekko. */
public final class JdbcSnapshots extends SnapshotStore {

    private final Serialization serialization =
            SerializationExtension.get(context().system());
    private final JournalStore store = JournalStore.of(context().system());

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria which) {
        return FutureConverters.asScala(store.read(
                () -> store.snapshots().latest(persistenceId, which).map(row -> selected(persistenceId, row))));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        var serializer = serialization.findSerializerFor(snapshot);
        var row = new SnapshotTable.Row(
                metadata.sequenceNr(),
                metadata.timestamp(),
                serializer.identifier(),
                Serializers.manifestFor(serializer, snapshot),
                serializer.toBinary(snapshot));
        return FutureConverters.asScala(store.run(() -> store.snapshots().save(metadata.persistenceId(), row)));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return doDeleteAsync(
                metadata.persistenceId(),
                SnapshotSelectionCriteria.create(metadata.sequenceNr(), Long.MAX_VALUE, metadata.sequenceNr(), 0));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria which) {
        return FutureConverters.asScala(store.run(() -> store.snapshots().delete(persistenceId, which)));
    }

    private SelectedSnapshot selected(String persistenceId, SnapshotTable.Row row) {
        var snapshot = serialization
                .deserialize(row.payload(), row.serializer(), row.manifest())
                .get();
        return SelectedSnapshot.create(
                SnapshotMetadata.apply(persistenceId, row.sequenceNumber(), row.created()), snapshot);
    }
}
