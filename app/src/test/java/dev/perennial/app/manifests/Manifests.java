package dev.perennial.app.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that one overlay gives to Kubernetes.
 *
 * @param documents as rendered
 * @param typed those of them that have a type
 */
record Manifests(List<? extends JsonNode> documents, List<HasMetadata> typed) {

    /** @param problems what cannot be read is added here */
    static Manifests read(List<? extends JsonNode> documents, List<String> problems) {
        var names = new HashSet<String>();
        var typed = new ArrayList<HasMetadata>();
        for (var document : documents) {
            if (!names.add(Kustomize.kind(document) + " " + Kustomize.name(document))) {
                problems.add(Kustomize.kind(document) + " " + Kustomize.name(document) + " is there twice");
            }
            StrictModels.read(document, problems).ifPresent(typed::add);
        }
        return new Manifests(documents, typed);
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return typed.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return all(type).stream()
                .filter(found -> found.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** The nodes of Perennial, by kind. */
    List<Deployment> nodes() {
        return all(Deployment.class);
    }

    /** Those whose pods have all these labels. */
    List<Deployment> nodes(Map<String, String> labels) {
        return nodes().stream()
                .filter(node -> labels(node).entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** Of everything that makes pods. */
    Stream<PodTemplateSpec> pods() {
        return Stream.concat(
                nodes().stream().map(node -> node.getSpec().getTemplate()),
                all(CronJob.class).stream()
                        .map(job -> job.getSpec().getJobTemplate().getSpec().getTemplate()));
    }

    static Map<String, String> labels(Deployment node) {
        return node.getSpec().getTemplate().getMetadata().getLabels();
    }

    static Container container(Deployment node) {
        return node.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    static Optional<Integer> port(Deployment node, String name) {
        return container(node).getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    static String name(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }
}
