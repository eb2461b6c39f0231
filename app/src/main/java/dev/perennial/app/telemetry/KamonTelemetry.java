package dev.perennial.app.telemetry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.perennial.persistence.telemetry.EntityMeter;
import dev.perennial.persistence.telemetry.ProjectionMeter;
import dev.perennial.persistence.telemetry.Span;
import dev.perennial.persistence.telemetry.Telemetry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import scala.jdk.javaapi.FutureConverters;

/** {@link Telemetry} by Kamon, which exists once in a process, however many nodes that hosts. */
public final class KamonTelemetry implements Telemetry, AutoCloseable {

    private static final int FLUSH_SECONDS = 2;

    private static int open;

    private final boolean exporting;
    private boolean closed;

    private KamonTelemetry(boolean exporting) {
        this.exporting = exporting;
    }

    /** Starts Kamon for the node of this name, unless another one of this process has. */
    public static KamonTelemetry start(String node, TelemetrySettings settings, Config config) {
        synchronized (KamonTelemetry.class) {
            if (open++ == 0) {
                Kamon.initWithoutAttaching(kamon(node, settings, config));
            }
        }
        return new KamonTelemetry(settings.otlpEndpoint().isPresent());
    }

    private static Config kamon(String node, TelemetrySettings settings, Config config) {
        var exporting = settings.otlpEndpoint().isPresent();
        var derived = ConfigFactory.parseMap(
                Map.of(
                        "kamon.environment.instance",
                        node,
                        "kamon.prometheus.embedded-server.hostname",
                        settings.host(),
                        "kamon.prometheus.embedded-server.port",
                        settings.port(),
                        "kamon.modules.otel-trace-reporter.enabled",
                        exporting,
                        "kamon.otel.trace.endpoint",
                        settings.otlpEndpoint().map(Object::toString).orElse("")),
                "telemetry settings");
        return derived.withFallback(
                        config.getConfig("perennial.telemetry.kamon").atPath("kamon"))
                .withFallback(config)
                .resolve();
    }

    @Override
    public EntityMeter entities(String type) {
        return new EntityMetrics(type);
    }

    @Override
    public ProjectionMeter projection(String name) {
        return new ProjectionMetrics(name);
    }

    @Override
    public Span begin(Span.Kind kind, String name, String parent) {
        return exporting ? KamonSpan.below(kind, name, parent) : NONE.begin(kind, name, parent);
    }

    /** Spans that are finished are sent on before, if that does not take long. */
    @Override
    public void close() {
        synchronized (KamonTelemetry.class) {
            if (!closed && --open == 0) {
                FutureConverters.asJava(Kamon.stopModules())
                        .toCompletableFuture()
                        .completeOnTimeout(null, FLUSH_SECONDS, TimeUnit.SECONDS)
                        .join();
            }
            closed = true;
        }
    }
}
