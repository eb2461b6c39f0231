package dev.perennial.app.management;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cluster.allocation.MemberInfo;
import dev.perennial.cluster.allocation.Members;
import dev.perennial.cluster.allocation.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks nodes what only they know, and answers for this one. A question is a topic and a text, an answer is JSON in gzip:
 * any version of the program can read them, and one that does not know a topic is as one that does not answer.
 */
final class Peers {

    private static final Logger log = LoggerFactory.getLogger(Peers.class);
    private static final String NAME = "management-peer";
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final ExtendedActorSystem system;
    private final Members members;
    private final Map<String, Function<String, Object>> topics = new ConcurrentHashMap<>();

    /**
     * What came of a question.
     *
     * @param silent nodes that did not answer in time, or could not
     */
    record Answers(SortedMap<NodeId, JsonNode> given, List<NodeId> silent) {

        /** Those that answered, as contracts write them. */
        List<String> givenNodes() {
            return given.keySet().stream().map(NodeId::toString).toList();
        }

        /** The same of those that did not. */
        List<String> silentNodes() {
            return silent.stream().map(NodeId::toString).toList();
        }
    }

    Peers(ActorSystem<?> system, Members members) {
        this.system = (ExtendedActorSystem) Adapter.toClassic(system);
        this.members = members;
        this.system.systemActorOf(Props.create(Ear.class, () -> new Ear(topics)), NAME);
    }

    /** Answers questions of the topic from now on, on threads that may block; the answer is a record or a collection. */
    void answer(String topic, Function<String, Object> answer) {
        topics.put(topic, answer);
    }

    /** Blocks until all have answered or their time is over. Those that cannot be reached are silent at once. */
    Answers all(String topic, String question) {
        var byReach = members.all().stream()
                .collect(partitioningBy(MemberInfo::reachable, mapping(MemberInfo::node, toList())));
        var answers = ask(byReach.getOrDefault(true, List.of()), topic, question);
        var silent = Stream.concat(answers.silent().stream(), byReach.getOrDefault(false, List.of()).stream());
        return new Answers(answers.given(), silent.sorted().toList());
    }

    /** The same of some nodes. */
    Answers ask(Collection<NodeId> nodes, String topic, String question) {
        return asking(nodes, topic, question).get();
    }

    /** The same without waiting: that begins when the result is wanted. */
    Supplier<Answers> asking(Collection<NodeId> nodes, String topic, String question) {
        var asked = new TreeMap<NodeId, CompletableFuture<JsonNode>>();
        nodes.forEach(node -> asked.put(node, ask(node, topic, question).toCompletableFuture()));
        return () -> answers(topic, asked);
    }

    private static Answers answers(String topic, SortedMap<NodeId, CompletableFuture<JsonNode>> asked) {
        var given = new TreeMap<NodeId, JsonNode>();
        var silent = new ArrayList<NodeId>();
        asked.forEach((node, answer) -> answer.handle((json, failure) -> {
                    if (failure == null) {
                        given.put(node, json);
                    } else {
                        log.debug("{} does not answer about {}", node, topic, failure);
                        silent.add(node);
                    }
                    return node;
                })
                .join());
        return new Answers(given, silent);
    }

    private CompletionStage<JsonNode> ask(NodeId node, String topic, String question) {
        var there = new Address("pekko", system.name(), node.host(), node.port());
        var ear = system.actorSelection(
                new RootActorPath(there, "/").child("system").child(NAME));
        return Patterns.ask(ear, topic + " " + question, PATIENCE).thenApply(answer -> Packed.read((byte[]) answer));
    }

    /** Hears what others ask. An actor without types: it understands text of any version, and needs no address in it. */
    private static final class Ear extends AbstractActor {

        private final Map<String, Function<String, Object>> topics;

        Ear(Map<String, Function<String, Object>> topics) {
            this.topics = topics;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(String.class, question -> {
                        var asker = getSender();
                        Thread.startVirtualThread(() -> answer(question, asker));
                    })
                    .build();
        }

        private void answer(String question, ActorRef asker) {
            int space = question.indexOf(' ');
            var answer = topics.get(question.substring(0, space));
            if (answer == null) {
                log.debug("Another version asks about {}", question);
                return;
            }
            try {
                asker.tell(Packed.write(answer.apply(question.substring(space + 1))), ActorRef.noSender());
            } catch (RuntimeException failed) {
                log.warn("No answer to a node that asks about {}", question, failed);
            }
        }
    }
}
