package io.heliosdb.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserverWatchTest {

    private static final String VIEW = """
            {"source": "observer", "sourceRole": "observer", "at": "2024-02-29T12:00:00Z", "timeline": 1,
             "primary": "a", "members": [
              {"nodeName": "a", "role": "primary", "state": "running", "inSync": false, "healthy": true},
              {"nodeId": "44444444-4444-4444-4444-444444444444", "nodeName": "watcher", "role": "observer",
               "state": "observing", "httpAddr": "0.0.0.0:8080", "inSync": false, "healthy": true}]}
            """;

    private static HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/cluster", exchange -> {
            byte[] body = VIEW.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void knowsAnObserverAsItSaysOfItselfAndStillWhenItHasGone() throws Exception {
        HttpServer server = serve();
        HostPort at = new HostPort("127.0.0.1", server.getAddress().getPort());
        ObserverWatch watch = new ObserverWatch(List.of(at), HttpClient.newHttpClient(), Clock.systemUTC());
        assertThat(watch.members()).isEmpty();
        watch.poll();
        Member there = watch.members().getFirst();
        assertThat(there.nodeName()).isEqualTo("watcher");
        assertThat(there.role()).isEqualTo(Role.OBSERVER);
        assertThat(there.state()).isEqualTo(MemberState.OBSERVING);
        assertThat(there.healthy()).isTrue();
        assertThat(there.httpAddr()).isEqualTo(at.toString());
        assertThat(there.lastSeen()).isNotNull();

        server.stop(0);
        watch.poll();
        Member gone = watch.members().getFirst();
        assertThat(gone.nodeName()).isEqualTo("watcher");
        assertThat(gone.state()).isEqualTo(MemberState.UNREACHABLE);
        assertThat(gone.healthy()).isFalse();
        assertThat(gone.detail()).isEqualTo("does not answer");
        assertThat(gone.lastSeen()).isEqualTo(there.lastSeen());
    }

    @Test
    void namesAnObserverThatWasNeverThereByItsAddress() {
        ObserverWatch watch =
                new ObserverWatch(List.of(new HostPort("127.0.0.1", 1)), HttpClient.newHttpClient(), Clock.systemUTC());
        watch.poll();
        assertThat(watch.members().getFirst().nodeName()).isEqualTo("127.0.0.1");
        assertThat(watch.members().getFirst().healthy()).isFalse();
    }
}
