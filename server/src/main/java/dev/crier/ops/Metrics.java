package dev.crier.ops;

import dev.crier.api.Address;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// What Prometheus reads at `/metrics`: values that the rooms keep themselves, asked for at each scrape.
public final class Metrics implements AutoCloseable {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /// With the basics of the JVM and the process.
    public Metrics() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public Metrics gauge(String name, String help, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble).description(help).register(registry);
        return this;
    }

    /// A value that only grows; Prometheus adds `_total` to the name.
    ///
    /// @param tags names and values in turn
    public Metrics counter(String name, String help, LongSupplier value, String... tags) {
        // The registry holds its object weakly, so it gets one that lives as long as the routes do.
        FunctionCounter.builder(name, this, ignored -> value.getAsLong())
                .description(help)
                .tags(Tags.of(tags))
                .register(registry);
        return this;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at("/metrics")
                .producing(MediaTypes.TEXT_PLAIN)
                .get((request, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, CONTENT_TYPE);
                    response.send(registry.scrape(CONTENT_TYPE));
                })
                .register(routing);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
