package dev.perennial.persistence.shell;

import java.util.List;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.serialization.SerializationSetup;
import org.apache.pekko.serialization.SerializerDetails;

/** Binds our serializers in code, so that they get the registry by construction and not from a global. */
public final class Serializers {

    private Serializers() {}

    /** For the setup of the actor system. */
    public static Setup setup(EntityRegistry registry, JournalSerializer journal) {
        return SerializationSetup.create(system -> List.of(
                SerializerDetails.create("perennial-journal", journal, List.of(Recorded.class, Held.class)),
                SerializerDetails.create(
                        "perennial-wire",
                        new WireSerializer(registry, system),
                        List.of(ShellMessage.Remote.class, ShellMessage.Stop.class, Answer.class))));
    }
}
