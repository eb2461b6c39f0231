package dev.perennial.app.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads documents as Kubernetes' own types, more strictly than the API server would: what a type does not have is an
 * error, and so is a number where a text belongs or the reverse.
 */
final class StrictModels {

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1 CronJob", CronJob.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1 Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class));

    /** Kinds that operators add to Kubernetes, with the part of their schema that ours use. */
    private static final Map<String, Schema> ADDED =
            Map.of("postgresql.cnpg.io/v1 Cluster", schema("/manifests/cnpg-cluster.schema.json"));

    private static final ObjectMapper STRICT = strict();

    private StrictModels() {}

    /** Adds what is wrong to the problems; empty for kinds that have no type of ours. */
    static Optional<HasMetadata> read(JsonNode document, List<String> problems) {
        var kind = document.path("apiVersion").asText() + " " + Kustomize.kind(document);
        var name = Kustomize.kind(document) + " " + Kustomize.name(document);
        if (ADDED.get(kind) instanceof Schema schema) {
            schema.validate(document.toString(), InputFormat.JSON)
                    .forEach(error ->
                            problems.add(name + ": " + error.getInstanceLocation() + " " + error.getMessage()));
            return Optional.empty();
        }
        if (!(TYPES.get(kind) instanceof Class<? extends HasMetadata> type)) {
            problems.add(name + ": unknown kind " + kind);
            return Optional.empty();
        }
        try {
            return Optional.of(STRICT.treeToValue(document, type));
        } catch (JsonProcessingException wrong) {
            problems.add(name + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private static ObjectMapper strict() {
        var mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .annotationIntrospector(new WithoutCatchAlls());
        for (var shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
        }
        return mapper.build();
    }

    /** The types keep fields they do not know in a map, where nobody would notice them. */
    private static final class WithoutCatchAlls extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    private static Schema schema(String resource) {
        try (var text = StrictModels.class.getResourceAsStream(resource)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new JsonMapper().readTree(text));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
