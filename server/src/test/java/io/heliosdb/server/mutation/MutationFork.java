package io.heliosdb.server.mutation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Runs test classes in this process: exits with 0 when all tests pass, with {@link #FAILED} when one fails.
final class MutationFork {

    static final int FAILED = 10;

    private MutationFork() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes)
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        List<TestExecutionSummary.Failure> failures = listener.getSummary().getFailures();
        failures.forEach(MutationFork::print);
        if (listener.getSummary().getTestsFoundCount() == 0) {
            System.out.println("no tests found");
            System.exit(1);
        }
        System.exit(failures.isEmpty() ? 0 : FAILED);
    }

    private static void print(TestExecutionSummary.Failure failure) {
        StringWriter trace = new StringWriter();
        failure.getException().printStackTrace(new PrintWriter(trace));
        System.out.println("FAILED " + failure.getTestIdentifier().getDisplayName() + ": " + trace);
    }
}
