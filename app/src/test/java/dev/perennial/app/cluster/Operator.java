package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Who manages a cluster, by the management API of any of its nodes. */
final class Operator {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Cluster cluster;

    Operator(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The nodes, the oldest first. */
    List<String> members() {
        return items(get("/management/members")).stream()
                .map(member -> member.path("node").asText())
                .toList();
    }

    /** The node of each shard of a type. */
    Map<String, String> homes(String type) {
        var homes = new HashMap<String, String>();
        items(get("/management/shards?type=" + type))
                .forEach(shard -> homes.put(
                        shard.path("shard").asText(), shard.path("node").asText()));
        return homes;
    }

    /** The homes of all shards of all types. */
    List<String> allHomes() {
        return items(get("/management/shards")).stream()
                .map(shard -> shard.path("node").asText())
                .toList();
    }

    List<JsonNode> items(String path) {
        return items(get(path));
    }

    JsonNode get(String path) {
        return send("GET", path, "");
    }

    JsonNode order(String method, String path, String body) {
        return send(method, path, body);
    }

    private JsonNode send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(
                        cluster.nodes().getFirst().managementAddress().resolve(path))
                .header("Authorization", "Bearer " + cluster.managementKey())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return Records.json(answer.body());
        } catch (IOException failed) {
            throw new AssertionError(request.toString(), failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static List<JsonNode> items(JsonNode answer) {
        return StreamSupport.stream(answer.path("items").spliterator(), false).toList();
    }
}
