package io.heliosdb.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a member's HTTP port how it is, and whether ports are free.
final class HealthProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /// Whether `/health` answers 200.
    boolean isHealthy(Member member) {
        return check(member).healthy();
    }

    /// What `/health` answers.
    Health check(Member member) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + member.httpPort() + "/health"))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return Health.of(response.statusCode(), response.body());
        } catch (IOException e) {
            return Health.SILENT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.SILENT;
        }
    }

    /// Whether a program listens on the port, or keeps it from being bound.
    static boolean isTaken(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 300);
            return true;
        } catch (IOException e) {
            // Nobody answers; it may still be bound.
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
