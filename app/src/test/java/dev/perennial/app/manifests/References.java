package dev.perennial.app.manifests;

import static dev.perennial.app.manifests.Manifests.name;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What names or selects something else has to meet it. */
final class References {

    private final Manifests manifests;
    private final Set<String> secrets;
    private final List<String> problems;

    /** @param secrets that somebody makes, each as {@code name/key} */
    private References(Manifests manifests, Set<String> secrets, List<String> problems) {
        this.manifests = manifests;
        this.secrets = secrets;
        this.problems = problems;
    }

    static void check(Manifests manifests, Set<String> secrets, List<String> problems) {
        var references = new References(manifests, secrets, problems);
        manifests.nodes().forEach(references::node);
        manifests.pods().forEach(references::pod);
        manifests.all(Service.class).forEach(references::service);
        manifests.all(HorizontalPodAutoscaler.class).forEach(references::autoscaler);
        manifests.all(NetworkPolicy.class).forEach(references::policy);
        manifests.all(RoleBinding.class).forEach(references::binding);
        manifests.all(Role.class).forEach(references::role);
    }

    private void node(Deployment node) {
        var selector = node.getSpec().getSelector().getMatchLabels();
        expect(
                manifests.nodes(selector).equals(List.of(node)),
                name(node) + " selects " + names(manifests.nodes(selector)));
        var budgets = manifests.all(PodDisruptionBudget.class).stream()
                .filter(budget -> manifests
                        .nodes(budget.getSpec().getSelector().getMatchLabels())
                        .contains(node))
                .toList();
        expect(budgets.size() == 1, name(node) + " has " + budgets.size() + " disruption budgets; it needs one");
        var scalers = manifests.all(HorizontalPodAutoscaler.class).stream()
                .filter(scaler -> scaler.getSpec()
                        .getScaleTargetRef()
                        .getName()
                        .equals(node.getMetadata().getName()))
                .toList();
        expect(scalers.size() == 1, name(node) + " has " + scalers.size() + " autoscalers; it needs one");
        expect(node.getSpec().getReplicas() == null, name(node) + " has replicas, which its autoscaler decides");
        node.getSpec()
                .getTemplate()
                .getSpec()
                .getTopologySpreadConstraints()
                .forEach(spread -> expect(
                        manifests
                                .nodes(spread.getLabelSelector().getMatchLabels())
                                .contains(node),
                        name(node) + " does not spread its own pods"));
    }

    private void pod(PodTemplateSpec pod) {
        var account = pod.getSpec().getServiceAccountName();
        expect(manifests.find(ServiceAccount.class, account).isPresent(), "there is no ServiceAccount " + account);
        var volumes = pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
        for (var container : pod.getSpec().getContainers()) {
            container
                    .getVolumeMounts()
                    .forEach(mount ->
                            expect(volumes.contains(mount.getName()), "there is no volume " + mount.getName()));
            container.getEnv().stream()
                    .filter(variable -> variable.getValueFrom() != null)
                    .map(variable -> variable.getValueFrom().getSecretKeyRef())
                    .filter(secret -> secret != null)
                    .forEach(secret -> expect(
                            secrets.contains(secret.getName() + "/" + secret.getKey()),
                            "nobody makes the secret " + secret.getName() + "/" + secret.getKey()));
        }
    }

    private void service(Service service) {
        var selected = manifests.nodes(service.getSpec().getSelector());
        expect(!selected.isEmpty(), name(service) + " selects nothing");
        service.getSpec().getPorts().forEach(port -> ports(name(service), selected, port.getTargetPort()));
    }

    private void autoscaler(HorizontalPodAutoscaler scaler) {
        var spec = scaler.getSpec();
        var target = spec.getScaleTargetRef().getName();
        expect(manifests.find(Deployment.class, target).isPresent(), name(scaler) + " scales nothing: " + target);
        expect(spec.getMinReplicas() <= spec.getMaxReplicas(), name(scaler) + " has a minimum above its maximum");
    }

    private void policy(NetworkPolicy policy) {
        var selected = manifests.nodes(policy.getSpec().getPodSelector().getMatchLabels());
        expect(!selected.isEmpty(), name(policy) + " selects nothing");
        policy.getSpec().getIngress().forEach(rule -> {
            rule.getPorts().forEach(port -> ports(name(policy), selected, port.getPort()));
            rule.getFrom()
                    .forEach(peer -> peers(
                            policy,
                            peer.getPodSelector() == null
                                    ? Map.of()
                                    : peer.getPodSelector().getMatchLabels()));
        });
        policy.getSpec()
                .getEgress()
                .forEach(rule -> rule.getTo().stream()
                        .filter(peer -> peer.getPodSelector() != null)
                        .forEach(peer -> {
                            var labels = peer.getPodSelector().getMatchLabels();
                            peers(policy, labels);
                            rule.getPorts().stream()
                                    .map(NetworkPolicyPort::getPort)
                                    .forEach(port -> ports(name(policy), manifests.nodes(labels), port));
                        }));
    }

    private void peers(NetworkPolicy policy, Map<String, String> labels) {
        expect(!manifests.nodes(labels).isEmpty(), name(policy) + " has peers that are not there");
    }

    private void binding(RoleBinding binding) {
        var role = binding.getRoleRef().getName();
        expect(manifests.find(Role.class, role).isPresent(), name(binding) + " binds no role: " + role);
        binding.getSubjects()
                .forEach(subject -> expect(
                        manifests
                                .find(ServiceAccount.class, subject.getName())
                                .filter(account ->
                                        account.getMetadata().getNamespace().equals(subject.getNamespace()))
                                .isPresent(),
                        name(binding) + " binds nobody: " + subject.getNamespace() + "/" + subject.getName()));
    }

    private void role(Role role) {
        role.getRules().stream()
                .filter(rule -> rule.getResources().contains("horizontalpodautoscalers"))
                .flatMap(rule -> rule.getResourceNames().stream())
                .forEach(scaler -> expect(
                        manifests.find(HorizontalPodAutoscaler.class, scaler).isPresent(),
                        name(role) + " is about an autoscaler that is not there: " + scaler));
    }

    /** A port by its name, or one by its number, is to be one of each of these nodes. */
    private void ports(String who, Collection<Deployment> nodes, IntOrString port) {
        for (var node : nodes) {
            boolean known = Manifests.container(node).getPorts().stream()
                    .anyMatch(open -> port.getIntVal() == null
                            ? open.getName().equals(port.getStrVal())
                            : open.getContainerPort().equals(port.getIntVal()));
            expect(known, who + " means a port that " + name(node) + " does not have: " + port.getValue());
        }
    }

    private static String names(List<Deployment> nodes) {
        return nodes.stream().map(Manifests::name).toList().toString();
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            problems.add(otherwise);
        }
    }
}
