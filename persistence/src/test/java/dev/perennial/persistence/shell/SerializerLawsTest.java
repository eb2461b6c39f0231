package dev.perennial.persistence.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.EventName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each law catches a record that does not come back as it was. */
class SerializerLawsTest {

    /** Grows whenever it is made, so also when it is read. */
    @EventName("test.grown")
    record Growing(int size) {
        Growing {
            size++;
        }
    }

    /** Answers what it is told. */
    private static final class Echo implements Decider<Growing, Growing, Growing, Growing> {
        @Override
        public Growing initial() {
            return new Growing(0);
        }

        @Override
        public Decision<Growing, Growing> decide(Growing state, Growing command, Context context) {
            return Decision.reply(command, List.of(command));
        }

        @Override
        public Growing evolve(Growing state, Growing event) {
            return event;
        }
    }

    private final SerializerLaws laws = new SerializerLaws(List.of(new EntityType<>(
            "test.echo", new Echo(), Growing.class, Growing.class, Growing.class, Growing.class, List.of())));

    @Test
    void events() {
        assertThat(laws.replays())
                .anySatisfy(breach -> assertThat(breach).contains("is read as"))
                .anySatisfy(breach -> assertThat(breach).contains("is replayed by"));
    }

    @Test
    void snapshots() {
        assertThat(laws.snapshots()).anySatisfy(breach -> assertThat(breach).contains("comes back as"));
    }

    @Test
    void messages() {
        assertThat(laws.messages())
                .anySatisfy(breach -> assertThat(breach).startsWith("Submit").contains("arrives as"))
                .anySatisfy(breach -> assertThat(breach).startsWith("OfRead").contains("arrives as"))
                .anySatisfy(breach -> assertThat(breach)
                        .startsWith("OfCommand[type=test.echo, outcome=Committed")
                        .contains("arrives as"));
    }
}
