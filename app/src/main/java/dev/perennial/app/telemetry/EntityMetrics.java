package dev.perennial.app.telemetry;

import dev.perennial.domain.kernel.EventName;
import dev.perennial.persistence.telemetry.EntityMeter;
import java.util.Objects;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Histogram;
import kamon.metric.Timer;
import kamon.tag.TagSet;

/**
 * What the entities of one type do on this node, and what it asks of those that live elsewhere. The counts of events by name
 * are also those of the business.
 */
final class EntityMetrics implements EntityMeter {

    private final Timer commands;
    private final Timer reads;
    private final Tagged<String, Counter> outcomes;
    private final Tagged<String, Counter> readOutcomes;
    private final Timer waits;
    private final Timer writes;
    private final Histogram batches;
    private final Tagged<Class<?>, Counter> events;
    private final Timer recoveries;
    private final Gauge resident;

    EntityMetrics(String type) {
        commands = Kamon.timer("perennial.entity.commands", "from sending a command to its answer")
                .withTag("type", type);
        reads = Kamon.timer("perennial.entity.reads", "from asking an entity to its answer")
                .withTag("type", type);
        outcomes = new Tagged<>(outcome -> Kamon.counter("perennial.entity.outcomes", "what became of commands")
                .withTags(TagSet.of("type", type).withTag("outcome", outcome)));
        readOutcomes = new Tagged<>(outcome -> Kamon.counter("perennial.entity.read-outcomes", "what became of reads")
                .withTags(TagSet.of("type", type).withTag("outcome", outcome)));
        waits = Kamon.timer("perennial.entity.waits", "of commands for the write before them; others do not wait")
                .withTag("type", type);
        writes = Kamon.timer("perennial.entity.writes", "from handing events to the journal to their commit")
                .withTag("type", type);
        batches = Kamon.histogram("perennial.entity.batches", "commands that shared one write")
                .withTag("type", type);
        events = new Tagged<>(event -> Kamon.counter("perennial.entity.events", "stored, by name")
                .withTags(TagSet.of("type", type).withTag("event", name(event))));
        recoveries = Kamon.timer("perennial.entity.recoveries", "from an entity's start to its being able to answer")
                .withTag("type", type);
        resident =
                Kamon.gauge("perennial.entity.resident", "entities in memory").withTag("type", type);
    }

    @Override
    public void answered(String outcome, long nanos) {
        commands.record(nanos);
        outcomes.get(outcome).increment();
    }

    @Override
    public void read(String outcome, long nanos) {
        reads.record(nanos);
        readOutcomes.get(outcome).increment();
    }

    @Override
    public void waited(long nanos) {
        waits.record(nanos);
    }

    private static String name(Class<?> event) {
        return Objects.requireNonNull(event.getAnnotation(EventName.class)).value();
    }

    @Override
    public void wrote(int commands, long nanos) {
        writes.record(nanos);
        batches.record(commands);
    }

    @Override
    public void stored(Class<?> event) {
        events.get(event).increment();
    }

    @Override
    public void recovered(long nanos) {
        recoveries.record(nanos);
        resident.increment();
    }

    @Override
    public void left() {
        resident.decrement();
    }
}
