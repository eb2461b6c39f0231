package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.Kamon;
import kamon.prometheus.PrometheusReporter;
import kamon.tag.Tag;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.jdk.javaapi.CollectionConverters;

/** What dashboards and alerts ask for is what the running program exports, and every alert says what to do. */
@ExtendWith(LiveNode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationFilesIT {

    private static final Path OPS = Path.of("..", "ops");
    private static final Path ROOT = Path.of("..");
    private static final Duration EXPORTED = Duration.ofSeconds(20);

    /** A metric of ours or of the JVM's in a query, with its labels if it names any. */
    private static final Pattern METRIC = Pattern.compile("\\b((?:perennial|jvm)_[a-z_]+)(?:\\{([^}]*)})?");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=) *\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([a-z_, ]*)\\)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");

    /** Given by Prometheus to whatever it reads. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

    private final Installation installation;

    /** By metric, the labels and each label's values. */
    private final Map<String, Map<String, Set<String>>> exported = new HashMap<>();

    OperationFilesIT(Installation installation) {
        this.installation = installation;
    }

    @BeforeAll
    void useTheProgram() {
        var tenant = installation.tenant();
        tenant.person("member");
        await().atMost(EXPORTED).untilAsserted(() -> {
            read(PrometheusReporter.latestScrapeData().get());
            // The JVM is looked at every ten seconds.
            assertThat(exported).containsKey("jvm_memory_used_bytes_sum");
            assertThat(exported.getOrDefault("perennial_entity_events_total", Map.of())
                            .getOrDefault("event", Set.of()))
                    .contains("identity.session-opened");
        });
    }

    @Test
    void dashboardsAskForWhatIsExported() throws IOException {
        try (var files = Files.list(OPS.resolve("grafana/dashboards"))) {
            var dashboards = files.map(OperationFilesIT::json).toList();
            assertThat(dashboards).hasSizeGreaterThanOrEqualTo(5);
            for (var dashboard : dashboards) {
                var queries = dashboard.findValuesAsText("expr");
                assertThat(queries).as(dashboard.path("title").asText()).isNotEmpty();
                assertThat(queries.stream().flatMap(query -> wrong(query).stream()))
                        .isEmpty();
                assertThat(dashboard.path("panels"))
                        .allSatisfy(panel ->
                                assertThat(panel.path("description").asText()).isNotBlank());
            }
            assertThat(dashboards.stream()
                            .map(dashboard -> dashboard.path("uid").asText()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void alertsAskForWhatIsExportedAndEachHasAPage() throws IOException {
        var alerts = new YAMLMapper()
                .readTree(OPS.resolve("prometheus/alerts.yml").toFile())
                .at("/groups/0/rules");
        assertThat(alerts).hasSizeGreaterThan(15);
        var pages = new ArrayList<Path>();
        for (var alert : alerts) {
            assertThat(wrong(alert.path("expr").asText())).isEmpty();
            var page = ROOT.resolve(alert.at("/annotations/runbook_url").asText());
            assertThat(Files.readString(page))
                    .startsWith("# " + alert.path("alert").asText() + ":")
                    .contains("## Look", "## Do");
            pages.add(page.normalize());
        }
        try (var files = Files.list(ROOT.resolve("docs/operations/runbooks"))) {
            assertThat(files.map(Path::normalize)).containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    @Test
    void aQueryForWhatIsNotThereIsFound() {
        assertThat(wrong("sum(rate(perennial_http_request_total[5m]))")).hasSize(1);
        assertThat(wrong("sum by (route) (rate(perennial_http_responses_total[5m]))"))
                .hasSize(1);
        assertThat(wrong("perennial_http_responses_total{code=\"500\"}")).hasSize(1);
        assertThat(wrong("perennial_pool_connections{state=\"busy\"}")).hasSize(1);
        assertThat(wrong("sum by (status) (rate(perennial_http_responses_total{status=~\"5..\"}[5m]))"))
                .isEmpty();
    }

    /** What a query asks for that is not exported. */
    private List<String> wrong(String query) {
        var wrong = new TreeSet<String>();
        var labels = new TreeSet<>(OF_THE_SCRAPE);
        METRIC.matcher(query).results().forEach(metric -> {
            var known = exported.get(metric.group(1));
            if (known == null) {
                wrong.add(metric.group(1));
                return;
            }
            labels.addAll(known.keySet());
            if (metric.group(2) != null) {
                wrong.addAll(wrongLabels(metric.group(1), metric.group(2), known));
            }
        });
        GROUPING.matcher(query)
                .results()
                .flatMap(grouping -> Stream.of(grouping.group(1).split(", ?")))
                .filter(label -> !label.isBlank() && !labels.contains(label))
                .forEach(wrong::add);
        return List.copyOf(wrong);
    }

    private static List<String> wrongLabels(String metric, String selectors, Map<String, Set<String>> known) {
        return LABEL.matcher(selectors)
                .results()
                .filter(selector -> !OF_THE_SCRAPE.contains(selector.group(1)))
                .filter(selector -> !known.containsKey(selector.group(1))
                        || selector.group().contains("=\"")
                                && !selector.group().contains("!=")
                                && !known.get(selector.group(1)).contains(selector.group(2))
                                && !RARE.contains(selector.group(2)))
                .map(selector -> metric + "{" + selector.group() + "}")
                .collect(Collectors.toList());
    }

    /** Values that only trouble brings forth. */
    private static final Set<String> RARE = Set.of("unknown", "503");

    private void read(String scraped) {
        exported.clear();
        scraped.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                var labels = exported.computeIfAbsent(sample.group(1), _ -> new HashMap<>());
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2))
                            .results()
                            .forEach(label -> labels.computeIfAbsent(label.group(1), _ -> new TreeSet<>())
                                    .add(label.group(2)));
                }
            }
        });
        registered();
    }

    /** A timer is exported from its first record on; until then it is known that the program has it, and its tags. */
    private void registered() {
        for (var metric :
                CollectionConverters.asJava(Kamon.status().metricRegistry().metrics())) {
            if (metric.instrumentType().name().equals("timer")) {
                var labels = CollectionConverters.asJava(metric.instruments()).stream()
                        .flatMap(instrument ->
                                CollectionConverters.asJava(instrument.tags().all()).stream())
                        .map(Tag::key)
                        .toList();
                Stream.of("_bucket", "_count", "_sum").forEach(part -> {
                    var name = metric.name().replaceAll("[.-]", "_") + "_seconds" + part;
                    var known = exported.computeIfAbsent(name, _ -> new HashMap<>());
                    known.computeIfAbsent("le", _ -> new TreeSet<>());
                    labels.forEach(label -> known.computeIfAbsent(label, _ -> new TreeSet<>()));
                });
            }
        }
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
