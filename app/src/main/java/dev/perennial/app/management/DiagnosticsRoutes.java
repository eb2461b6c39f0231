package dev.perennial.app.management;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.cluster.allocation.MemberInfo;
import dev.perennial.cluster.allocation.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Everything that helps to understand a cluster from afar, in one file. */
final class DiagnosticsRoutes implements Routes {

    private static final String TOPIC = "diagnostics";

    /** Of nodes in one bundle; more are asked for one by one. */
    private static final int MOST_NODES = 20;

    private static final int PAUSE_SECONDS = 5;

    private final Orderer orderer;
    private final Peers peers;
    private final List<String> files;
    private final SequencedMap<String, Supplier<Reply>> ofCluster;
    private final Flows flows;
    private final Semaphore oneAtATime = new Semaphore(1);

    /** @param ofCluster files about the cluster as a whole */
    DiagnosticsRoutes(
            Orderer orderer,
            Peers peers,
            NodeReport report,
            SequencedMap<String, Supplier<Reply>> ofCluster,
            Flows flows) {
        this.orderer = orderer;
        this.peers = peers;
        this.files = report.names();
        this.ofCluster = ofCluster;
        this.flows = flows;
        peers.answer(TOPIC, report::text);
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("getDiagnostics", flows.handler(this::bundle));
    }

    private Reply bundle(Call call) {
        var nodes = call.query("node").map(node -> orderer.members(List.of(node))).orElseGet(this::everyone).stream()
                .map(NodeId::parse)
                .toList();
        if (!oneAtATime.tryAcquire()) {
            throw Problems.OVERLOADED
                    .problem("another bundle is being made")
                    .retryAfter(PAUSE_SECONDS)
                    .exception();
        }
        try {
            return Reply.content(200, "application/zip", zip(collect(nodes)))
                    .header("Content-Disposition", "attachment; filename=\"perennial-diagnostics.zip\"");
        } finally {
            oneAtATime.release();
        }
    }

    private List<String> everyone() {
        return orderer.members().stream()
                .filter(MemberInfo::reachable)
                .map(MemberInfo::node)
                .map(NodeId::toString)
                .limit(MOST_NODES)
                .toList();
    }

    /** The files by name. What cannot be had is told in one of them. */
    private Map<String, byte[]> collect(List<NodeId> nodes) {
        var collected = new TreeMap<String, byte[]>();
        var missing = new ArrayList<String>();
        // All at once, so that a silent node costs its time only once.
        var asked = new LinkedHashMap<String, Supplier<Peers.Answers>>();
        files.forEach(file -> asked.put(file, peers.asking(nodes, TOPIC, file)));
        ofCluster.forEach((name, file) -> {
            try {
                collected.put(
                        "cluster/" + name, file.get().content().orElseThrow().bytes());
            } catch (RuntimeException failed) {
                missing.add("cluster/" + name + ": " + failed.getClass().getSimpleName());
            }
        });
        asked.forEach((file, answer) -> {
            var answers = answer.get();
            answers.given().forEach((node, text) -> collected.put(path(node, file), bytes(text.asText())));
            answers.silent().forEach(node -> missing.add(path(node, file) + ": no answer"));
        });
        collected.put("missing.txt", bytes(String.join("\n", missing)));
        return collected;
    }

    private static String path(NodeId node, String file) {
        return "nodes/" + node.toString().replace(':', '_') + "/" + file;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
