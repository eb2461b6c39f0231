package dev.perennial.app.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.InstantSource;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UndeliveredTest {

    private record Letter(String content) {}

    private final ActorSystem<?> system =
            ActorSystem.create(Behaviors.empty(), "letters", ConfigFactory.parseString("pekko.log-dead-letters = off"));
    private final Undelivered undelivered = Undelivered.watch(system, InstantSource.system());

    @AfterEach
    void stop() {
        system.terminate();
    }

    @Test
    void aLetterToNobodyIsShownWithoutItsContent() {
        send("/user/entities/user/27/acme", 3);

        await().until(() -> undelivered.summary().latest().size() == 3);
        var summary = undelivered.summary();
        assertThat(summary.latest())
                .allMatch(letter -> letter.to().equals("/user/entities/user/27/acme"))
                .allMatch(letter -> letter.message().endsWith("$Letter"));
        assertThat(summary.counts()).singleElement().satisfies(count -> {
            assertThat(count.number()).isEqualTo(3);
            assertThat(count.to()).isEqualTo("/user/entities/user");
        });
        assertThat(summary.toString()).doesNotContain("between us");
    }

    @Test
    void thoseWhoAskedAreOneKind() {
        send("/temp/asker$a1", 1);
        send("/temp/asker$b2", 1);

        await().until(() -> undelivered.summary().latest().size() == 2);
        assertThat(undelivered.summary().counts())
                .singleElement()
                .satisfies(count -> assertThat(count.to()).isEqualTo("/temp"));
    }

    @Test
    void howeverManyThereAreNotMoreAreKeptThanItsBound() {
        for (int i = 0; i < 500; i++) {
            send("/user/of/" + i, 1);
        }

        await().until(() -> undelivered.summary().counts().stream()
                        .mapToLong(Undelivered.Count::number)
                        .sum()
                == 500);
        assertThat(undelivered.summary().counts()).hasSize(201);
        assertThat(undelivered.summary().counts().getFirst().to()).isEqualTo("(others)");
        assertThat(undelivered.summary().latest()).hasSize(100);
    }

    private void send(String path, int times) {
        for (int i = 0; i < times; i++) {
            Adapter.toClassic(system).actorSelection(path).tell(new Letter("between us"), ActorRef.noSender());
        }
    }
}
