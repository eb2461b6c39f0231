package dev.perennial.app.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {

    private static final String CONTAINER = "/spec/template/spec/containers/0";

    static Stream<String> overlays() {
        return Overlays.names().stream();
    }

    @Test
    void theOverlaysAreThere() {
        assertThat(Overlays.names()).containsExactly("by-role", "cloudnative-pg", "one-kind", "scheduled-scale");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nothingCanBeSaidAgainstAnOverlay(String overlay) {
        assertThat(Overlays.problems(Overlays.render(overlay))).isEmpty();
    }

    /** Ours renders only what it knows; where the real one is, it has to agree. */
    @ParameterizedTest
    @MethodSource("overlays")
    void kubectlRendersTheSame(String overlay) throws Exception {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder(
                            "kubectl",
                            "kustomize",
                            Overlays.FOLDER.resolve(overlay).toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException absent) {
            abort("there is no kubectl here to compare with");
            return;
        }
        var rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor()).isZero();
        assertThat(Overlays.render(overlay)).containsExactlyInAnyOrderElementsOf(Kustomize.documents(rendered));
    }

    /** Each is one change of an overlay that is right, and what must be said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Deployment/perennial | add | /spec/minReadySecond | 1 | Unrecognized field \"minReadySecond\"",
                "Deployment/perennial | add | C/port | {} | Unrecognized field \"port\"",
                "Deployment/perennial | replace | C/ports/0/containerPort | \"7355\" | Cannot coerce String",
                "Deployment/perennial | replace | C/env/4/value | 3 | Cannot coerce Integer",
                "Deployment/perennial | replace | C/securityContext/readOnlyRootFilesystem | \"true\" | Cannot coerce String",
                "Deployment/perennial | replace | /kind | \"StatefulSet\" | unknown kind",
                "Deployment/perennial | replace | /spec/selector/matchLabels | {\"app\": \"perennial\"} | selects []",
                "Deployment/perennial | add | /spec/replicas | 3 | has replicas",
                "Deployment/perennial | replace | C/readinessProbe/httpGet/port | \"manage\" | is probed at manage",
                "Deployment/perennial | replace | C/readinessProbe/httpGet/path | \"/ready\" | has a readiness probe at /ready",
                "Deployment/perennial | replace | C/livenessProbe/timeoutSeconds | 1 | fails under load",
                "Deployment/perennial | remove | C/startupProbe | {} | no startup probe",
                "Deployment/perennial | replace | C/ports/1/containerPort | 7627 | another port management",
                "Deployment/perennial | replace | C/ports/3/containerPort | 9465 | another port metrics",
                "Deployment/perennial | replace | C/ports/1/name | \"manage\" | has no port management",
                "Deployment/perennial | add | C/env/0 | {\"name\": \"PERENNIAL_ROLE\", \"value\": \"web\"} | nobody reads: PERENNIAL_ROLE",
                "Deployment/perennial | replace | C/env/0/value | \"web,chef\" | Setting perennial.cluster.roles is [web, chef]",
                "Deployment/perennial | replace | C/env/0/value | \"web,entity\" | together the nodes are",
                "Deployment/perennial | replace | C/env/4/value | \"30\" | waits for 30 nodes",
                "Deployment/perennial | replace | C/env/4/value | \"1\" | less than half",
                "Deployment/perennial | replace | C/env/10/valueFrom/secretKeyRef/key | \"uri\" | nobody makes the secret perennial-database/uri",
                "Deployment/perennial | remove | C/env/10 | {} | would start a database of its own",
                "Deployment/perennial | remove | C/env/5 | {} | is granted",
                "Deployment/perennial | replace | C/image | \"registry.example/perennial:latest\" | image without registry or tag",
                "Deployment/perennial | replace | C/resources/limits/memory | \"3Gi\" | needs a limit of memory",
                "Deployment/perennial | add | C/resources/limits/cpu | \"2\" | no limit",
                "Deployment/perennial | replace | C/volumeMounts/0/name | \"temp\" | there is no volume temp",
                "Deployment/perennial | remove | C/securityContext/capabilities | {} | may do more",
                "Deployment/perennial | replace | /spec/template/spec/securityContext/runAsNonRoot | false | may run as root",
                "Deployment/perennial | replace | /spec/template/spec/terminationGracePeriodSeconds | 30 | is given 30 s to stop",
                "Deployment/perennial | replace | /spec/template/spec/serviceAccountName | \"default\" | there is no ServiceAccount default",
                "Deployment/perennial | replace | /spec/strategy/rollingUpdate/maxUnavailable | 1 | not replaced one by one",
                "Deployment/perennial | remove | /spec/template/metadata/labels/perennial.dev~1api | {} | is labelled for the API",
                "Service/perennial | replace | /spec/selector/app.kubernetes.io~1name | \"perenial\" | selects nothing",
                "Service/perennial | replace | /spec/ports/0/targetPort | \"https\" | does not have: https",
                "PodDisruptionBudget/perennial | replace | /spec/selector/matchLabels | {\"app\": \"x\"} | has 0 disruption budgets",
                "HorizontalPodAutoscaler/perennial | replace | /spec/scaleTargetRef/name | \"perenial\" | scales nothing",
                "HorizontalPodAutoscaler/perennial | replace | /spec/maxReplicas | 2 | minimum above its maximum",
                "HorizontalPodAutoscaler/perennial | replace | /apiVersion | \"autoscaling/v2beta2\" | unknown kind",
                "NetworkPolicy/perennial-api | replace | /spec/podSelector/matchLabels | {\"app\": \"x\"} | selects nothing",
                "NetworkPolicy/perennial-cluster | replace | /spec/ingress/0/ports/0/port | \"akka\" | does not have: akka",
                "NetworkPolicy/perennial-cluster | replace | /spec/egress/0/ports/0/port | 2552 | does not have: 2552",
                "Role/perennial-peers | add | /rules/0/verbs/0 | \"delete\" | is granted",
                "Role/perennial-peers | remove | /rules/1 | {} | is granted",
                "RoleBinding/perennial-peers | replace | /subjects/0/namespace | \"default\" | binds nobody",
                "RoleBinding/perennial-peers | replace | /roleRef/name | \"admin\" | binds no role",
                "Role/perennial-scaler | replace | /rules/0/resourceNames/0 | \"x\" | an autoscaler that is not there: x",
                "Cluster/perennial-postgres | add | /spec/instance | 3 | instance",
                "Cluster/perennial-postgres | replace | /spec/instances | \"3\" | /spec/instances",
                "Cluster/perennial-postgres | replace | /metadata/name | \"other\" | nobody makes the secret perennial-postgres-app/uri",
                "CronJob/perennial-scale-up | replace | /spec/jobTemplate/spec/backoffLimits | 1 | Unrecognized field",
            })
    void aBrokenOneIsRefused(String document, String operation, String path, String value, String problem)
            throws IOException {
        var documents = Overlays.render(overlayWith(document));
        var change = new ObjectMapper()
                .readTree("[{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}]"
                        .formatted(
                                operation.equals("replace") ? "add" : operation,
                                path.replaceFirst("^C/", CONTAINER + "/"),
                                value));
        Kustomize.change(find(documents, document), change);
        assertThat(Overlays.problems(documents))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    private static String overlayWith(String document) {
        return switch (document) {
            case "Cluster/perennial-postgres" -> "cloudnative-pg";
            case "CronJob/perennial-scale-up", "Role/perennial-scaler" -> "scheduled-scale";
            default -> "one-kind";
        };
    }

    private static ObjectNode find(List<ObjectNode> documents, String kindAndName) {
        return documents.stream()
                .filter(document -> (Kustomize.kind(document) + "/" + Kustomize.name(document)).equals(kindAndName))
                .findFirst()
                .orElseThrow();
    }
}
