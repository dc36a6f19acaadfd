package io.heliosdb.cluster.http;

import io.heliosdb.cluster.rest.HealthReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// Puts one check of each kind into the container, answered by what {@link HttpHost} was started with.
///
/// The beans are made here and not found by scanning: a class path that is not scanned starts faster. One instance
/// lives as long as its container; any thread.
public final class HealthExtension implements Extension {

    private static final HealthReport UNKNOWN = new HealthReport(true, false, false, "not started");

    private volatile Supplier<HealthReport> source = () -> UNKNOWN;

    void source(Supplier<HealthReport> reports) {
        source = reports;
    }

    void addChecks(@Observes AfterBeanDiscovery discovery) {
        add(discovery, Liveness.Literal.INSTANCE, "live", HealthReport::live);
        add(discovery, Startup.Literal.INSTANCE, "started", HealthReport::started);
        add(discovery, Readiness.Literal.INSTANCE, "ready", HealthReport::ready);
    }

    private void add(AfterBeanDiscovery discovery, Annotation kind, String name, Predicate<HealthReport> question) {
        discovery
                .<HealthCheck>addBean()
                .types(HealthCheck.class)
                .qualifiers(kind)
                .scope(ApplicationScoped.class)
                .createWith(context -> new Check(name, question));
    }

    private final class Check implements HealthCheck {
        private final String name;
        private final Predicate<HealthReport> question;

        Check(String name, Predicate<HealthReport> question) {
            this.name = name;
            this.question = question;
        }

        @Override
        public HealthCheckResponse call() {
            HealthReport report = source.get();
            boolean up = question.test(report);
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named(name).status(up);
            return up
                    ? response.build()
                    : response.withData("reason", report.reason()).build();
        }
    }
}
