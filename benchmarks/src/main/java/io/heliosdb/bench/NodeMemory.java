package io.heliosdb.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks at a process's memory several times a second: what of it is its own (`RssAnon`, without the pages of
/// mapped files, which the kernel takes back when it needs them), and its heap.
final class NodeMemory implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 250;
    private static final String HEAP = "memory_usedHeap_bytes";
    private static final int KILOBYTE = 1024;

    private final Path status;
    private final URI metrics;
    private final SizeReport report;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("memory").factory());
    private int looks;

    private NodeMemory(long pid, int httpPort, SizeReport report) {
        this.status = Path.of("/proc/" + pid + "/status");
        this.metrics = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
        this.report = report;
    }

    static NodeMemory watch(long pid, int httpPort, SizeReport report) {
        NodeMemory memory = new NodeMemory(pid, httpPort, report);
        memory.timer.scheduleWithFixedDelay(memory::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return memory;
    }

    private void look() {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("RssAnon:")) {
                    report.ownBytes(Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE);
                }
            }
            if (looks++ % 4 == 0) {
                lookAtHeap();
            }
        } catch (IOException e) {
            // The process has just ended, or is too busy to answer: the next look tells.
            report.missedLook();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtHeap() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(2)).build();
        String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        body.lines()
                .filter(line -> line.startsWith(HEAP))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .forEach(report::heapBytes);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
    }
}
