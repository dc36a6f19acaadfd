package io.heliosdb.observer;

import static io.heliosdb.observer.Reports.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.http.HttpSettings;
import io.heliosdb.cluster.http.Logging;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.RestJson;
import io.heliosdb.cluster.rest.StandbyState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A whole observer on a free port, over fake nodes that answer real HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObserverTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper mapper = RestJson.mapper();
    private final FakeNodeServer primary;
    private final FakeNodeServer standby;
    private final FakeNodeServer broken;
    private final int silentPort;
    private final ServerSocket silent;
    private Observer observer;

    ObserverTest() throws IOException {
        primary = new FakeNodeServer(
                Reports.primary("primary", Timeline.FIRST, line("standby-sync", StandbyState.SYNCED, 0, true)));
        standby = new FakeNodeServer(Reports.standby("standby-sync", SyncMode.SYNC, LinkState.STREAMING));
        broken = new FakeNodeServer(Reports.primary("broken", Timeline.FIRST));
        broken.garbage("{\"nodeId\":7");
        // It takes connections and never answers: the worst of nodes.
        silent = new ServerSocket(0);
        silentPort = silent.getLocalPort();
    }

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        Logging.bridge();
        ObserverConfig config = new ObserverConfig(
                Reports.id("observer"),
                "observer",
                new HttpSettings("127.0.0.1", 0),
                0,
                dir,
                List.of(
                        primary.endpoint("primary"),
                        standby.endpoint("standby-sync"),
                        broken.endpoint("broken"),
                        new NodeEndpoint("silent", "127.0.0.1", silentPort)),
                Duration.ofMillis(100));
        observer = Observer.start(config, Clock.systemUTC(), Thread.ofVirtual().factory());
    }

    @AfterAll
    void stop() throws IOException {
        observer.close();
        primary.close();
        standby.close();
        broken.close();
        silent.close();
    }

    @Test
    void showsTheClusterAsItSeesIt() throws Exception {
        ClusterView view = await(v -> "primary".equals(v.primary())
                && "read timed out".equals(member(v, "silent").detail())
                && member(v, "standby-sync").state() == MemberState.SYNCED);

        assertThat(view.source()).isEqualTo("observer");
        assertThat(member(view, "broken").healthy()).isFalse();
        assertThat(member(view, "silent").state()).isEqualTo(MemberState.UNREACHABLE);
        assertThat(member(view, "observer").state()).isEqualTo(MemberState.OBSERVING);
    }

    @Test
    void seesANewStateWhileAnotherNodeIsSilentAndTellsListeners() throws Exception {
        await(v -> member(v, "standby-sync").state() == MemberState.SYNCED);
        try (InputStream stream = stream()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("event: cluster");
            primary.report(Reports.primary(
                    "primary", Timeline.FIRST, line("standby-sync", StandbyState.CATCHING_UP, 9000, false)));

            assertThat(lines.lines()
                            .filter(l -> l.contains("from synced to catching up"))
                            .findFirst())
                    .isPresent();
        } finally {
            primary.report(
                    Reports.primary("primary", Timeline.FIRST, line("standby-sync", StandbyState.SYNCED, 0, true)));
        }
    }

    @Test
    void keepsHistoryAndSeries() throws Exception {
        await(v -> "primary".equals(v.primary()));

        assertThat(get("/api/v1/cluster/history").body()).contains("\"nodeName\":\"primary\"", "first_seen");
        assertThat(get("/api/v1/cluster/series?metric=lagBytes&minutes=1").body())
                .contains("\"unit\":\"bytes\"", "\"nodeName\":\"standby-sync\"");
        assertThat(get("/api/v1/cluster/series?metric=nope").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/cluster/series?minutes=0").statusCode()).isEqualTo(400);
    }

    @Test
    void servesHealthMetricsAndTheDashboard() throws Exception {
        await(v -> "primary".equals(v.primary()) && member(v, "silent").detail() != null);

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("heliosdb_observer_nodes_reachable");
        assertThat(get("/openapi").body()).contains("/api/v1/cluster/history");
        assertThat(get("/").body()).contains("<helios-app>", "/webjars/lit/");
    }

    @Test
    void servesEveryModuleThatTheImportMapNames() throws Exception {
        List<String> paths = Pattern.compile("\"(/webjars/[^\"]+\\.(?:js|css))\"")
                .matcher(get("/").body())
                .results()
                .map(m -> m.group(1))
                .toList();

        assertThat(paths).hasSizeGreaterThan(4);
        for (String path : paths) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    private ClusterView await(Predicate<ClusterView> condition) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        ClusterView view = view();
        while (!condition.test(view) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            view = view();
        }
        assertThat(view).matches(condition);
        return view;
    }

    private ClusterView view() throws Exception {
        return mapper.readValue(get("/api/v1/cluster").body(), ClusterView.class);
    }

    private static Member member(ClusterView view, String name) {
        return view.member(name).orElseThrow();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private InputStream stream() throws Exception {
        return client.send(
                        HttpRequest.newBuilder(uri("/api/v1/cluster/events")).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + observer.port() + path);
    }
}
