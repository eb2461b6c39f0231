package dev.perennial.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** A node in a process of its own, which hosts entities that answer and obeys one command per line. */
final class NodeMain {

    /** Enough to have several in each of the 128 shards. */
    static final int ENTITIES = 1_000;

    private static final EntityTypeKey<String> ECHO = EntityTypeKey.create(String.class, "echo");
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ActorSystem<?> system;

    private NodeMain(ActorSystem<?> system) {
        this.system = system;
        ClusterSharding.get(system).init(Entity.of(ECHO, entity -> echo(entity.getEntityId())));
    }

    /** Arguments: settings, each as {@code path=value}. */
    public static void main(String[] arguments) throws Exception {
        Config config = ConfigFactory.load(ConfigFactory.parseString(String.join("\n", arguments))
                .withFallback(ConfigFactory.parseResources("application.conf")));
        var settings = ClusterSettings.from(config);
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(), "perennial", ClusterNode.configuration(config, settings, List.of("echo")));
        var main = new NodeMain(system);
        var node = ClusterNode.start(system, settings);
        Readiness.of(system).require("nothing", () -> true);
        system.getWhenTerminated().thenRun(() -> System.exit(0));
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case "members" -> System.out.println("> " + main.members());
                case "oldest" -> System.out.println("> " + main.oldest());
                case "answers" -> System.out.println("> " + main.answers());
                case "leave" -> node.leave();
                default -> throw new IllegalArgumentException(command);
            }
        }
    }

    private static Behavior<String> echo(String id) {
        return Behaviors.receive((context, replyTo) -> {
            ActorRefResolver.get(context.getSystem()).resolveActorRef(replyTo).tell(id);
            return Behaviors.same();
        });
    }

    private String members() {
        var state = Cluster.get(Adapter.toClassic(system)).state();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .map(member -> String.valueOf(member.address().getPort().orElseThrow()))
                .sorted()
                .toList()
                .toString();
    }

    /** The port of the member that coordinates the shards. */
    private int oldest() {
        return StreamSupport.stream(
                        Cluster.get(Adapter.toClassic(system))
                                .state()
                                .getMembers()
                                .spliterator(),
                        false)
                .reduce((one, other) -> one.isOlderThan(other) ? one : other)
                .flatMap(member -> member.address().getPort())
                .orElseThrow();
    }

    /** How many of the entities answer at once. */
    private long answers() {
        var refs = ActorRefResolver.get(system);
        var sharding = ClusterSharding.get(system);
        CompletableFuture<?>[] asked = IntStream.range(0, ENTITIES)
                .mapToObj(n -> sharding.entityRefFor(ECHO, "e" + n)
                        .<String>ask(refs::toSerializationFormat, PATIENCE)
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(asked)
                .exceptionally(some -> null)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        return Arrays.stream(asked)
                .filter(answer -> !answer.isCompletedExceptionally())
                .count();
    }
}
