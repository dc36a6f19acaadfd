package io.heliosdb.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.rest.BackupState;
import io.heliosdb.cluster.rest.RestJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Calls of a member's admin API. Used by the main thread.
final class AdminClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String BACKUP = "/api/v1/backup";

    private final Member member;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final JsonMapper mapper = RestJson.mapper();

    AdminClient(Member member) {
        this.member = member;
    }

    void beginBackup(Path directory) {
        try {
            String body = mapper.writeValueAsString(Map.of("directory", directory.toString()));
            send(request(BACKUP)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always JSON", e);
        }
    }

    BackupState backupState() {
        try {
            return mapper.readValue(send(request(BACKUP).GET().build()), BackupState.class);
        } catch (JsonProcessingException e) {
            throw new LauncherException(member.name() + " answers something else than expected: " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + member.httpPort() + path))
                .timeout(TIMEOUT);
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new LauncherException(member.name() + " refuses: " + detail(response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new LauncherException(
                    member.name() + " does not answer on port " + member.httpPort()
                            + "; is it running? ./heliosdb status",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted while waiting for " + member.name(), e);
        }
    }

    // Problem details (RFC 9457), as every member answers.
    private String detail(String body) {
        try {
            JsonNode problem = mapper.readTree(body);
            return problem.path("detail").asText(body);
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
