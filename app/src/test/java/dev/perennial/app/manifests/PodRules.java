package dev.perennial.app.manifests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What every pod of ours keeps to, whatever runs in it: it may do little, and takes what it says. */
final class PodRules {

    private static final Pattern IMAGE = Pattern.compile("[^:@]+(:\\d+)?/[^:@]+:(?!latest$)[^:@]+");

    private final List<String> problems;

    private PodRules(List<String> problems) {
        this.problems = problems;
    }

    static void check(Manifests manifests, List<String> problems) {
        var rules = new PodRules(problems);
        manifests.pods().forEach(rules::pod);
    }

    private void pod(PodTemplateSpec pod) {
        var context = pod.getSpec().getSecurityContext();
        expect(
                context != null
                        && Boolean.TRUE.equals(context.getRunAsNonRoot())
                        && context.getSeccompProfile() != null
                        && "RuntimeDefault".equals(context.getSeccompProfile().getType()),
                "a pod may run as root or make any system call");
        pod.getSpec().getContainers().forEach(this::container);
    }

    private void container(Container container) {
        var name = container.getName();
        expect(
                IMAGE.matcher(container.getImage()).matches(),
                name + ": image without registry or tag: " + container.getImage());
        var context = container.getSecurityContext();
        expect(
                context != null
                        && Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
                        && Boolean.TRUE.equals(context.getReadOnlyRootFilesystem())
                        && context.getCapabilities() != null
                        && context.getCapabilities().getDrop().equals(List.of("ALL")),
                name + " may do more than it needs");
        Map<String, Quantity> requests = container.getResources().getRequests();
        Map<String, Quantity> limits = container.getResources().getLimits();
        expect(
                requests.containsKey("cpu") && !limits.containsKey("cpu"),
                name + " needs a request of CPU and no limit");
        expect(
                requests.containsKey("memory") && requests.get("memory").equals(limits.get("memory")),
                name + " needs a limit of memory, and as much requested");
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            problems.add(otherwise);
        }
    }
}
