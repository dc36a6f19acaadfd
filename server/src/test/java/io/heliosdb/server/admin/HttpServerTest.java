package io.heliosdb.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.http.Logging;
import io.heliosdb.cluster.rest.BackupState;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.RestJson;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The whole HTTP side of a node on a free port, with a fake node behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {

    private final FakeNode node = new FakeNode();
    private final List<SqlGateway.Statement> statements = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper mapper = RestJson.mapper();
    private final FakeBackups backups = new FakeBackups();
    private HttpServer server;

    private static final class FakeBackups implements BackupGateway {
        private BackupState state = BackupState.NONE;

        @Override
        public BackupState begin(Path directory) {
            if (!state.isOver()) {
                throw new SqlException(SqlState.OBJECT_IN_USE, "another backup is running");
            }
            state = new BackupState("running", directory.toString(), "base", 1, null, null);
            return state;
        }

        @Override
        public BackupState state() {
            return state;
        }
    }

    @BeforeAll
    void start() throws IOException {
        Logging.bridge();
        server = HttpServer.start(
                new AdminConfig("127.0.0.1", 0, Optional.empty()), node, this::execute, backups, new FakeUsers());
    }

    @BeforeEach
    void reset() {
        node.health = HealthReport.UP;
        statements.clear();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private SqlGateway.SqlResult execute(SqlGateway.Statement statement, int maxRows) {
        statements.add(statement);
        if (statement.sql().startsWith("boom")) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at or near \"boom\"").withPosition(1);
        }
        List<SqlGateway.Column> columns =
                List.of(new SqlGateway.Column("id", "int4"), new SqlGateway.Column("name", "text"));
        return new SqlGateway.SqlResult("SELECT 1", columns, List.of(Arrays.asList(1L, null)), false);
    }

    @Test
    void showsTheNodeAndItsViews() throws Exception {
        assertThat(json("/api/v1/node").get("nodeName").textValue()).isEqualTo("standby-sync");
        assertThat(json("/api/v1/replication/status").get(0).get("role").textValue())
                .isEqualTo("primary");
        assertThat(json("/api/v1/replication/standbys")).isEmpty();
        assertThat(json("/api/v1/replication/primary")).isEmpty();
        assertThat(json("/api/v1/replication/metrics").get(0).get("metricValue").longValue())
                .isEqualTo(17);
        assertThat(json("/api/v1/cluster").get("source").textValue()).isEqualTo("standby-sync");
    }

    @Test
    void answersHealthByTheNodesReport() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        node.health = new HealthReport(true, false, false, "recovery at 0/40");

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/started").statusCode()).isEqualTo(503);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"DOWN\"", "recovery at 0/40");
        assertThat(get("/primary").statusCode()).isEqualTo(503);
    }

    @Test
    void answersRoleChecksToGetHeadAndOptions() throws Exception {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            assertThat(send(method, "/primary").statusCode()).isEqualTo(200);
            assertThat(send(method, "/writable").statusCode()).isEqualTo(200);
            assertThat(send(method, "/replica?lag=10MB").statusCode()).isEqualTo(503);
        }
        assertThat(get("/replica?lag=much").statusCode()).isEqualTo(400);
    }

    @Test
    void answersUnknownPathsOfTheApiWithProblemDetails() throws Exception {
        HttpResponse<String> response = get("/api/v1/nonsense");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(mapper.readTree(response.body()).get("instance").textValue()).isEqualTo("/api/v1/nonsense");
    }

    @Test
    void answersUnknownPathsOutsideTheApiWithProblemDetailsToo() throws Exception {
        for (String path : List.of("/nonsense", "/nonsense/deep.html", "/health/nonsense", "/api")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).as(path).contains("application/problem+json");
            JsonNode problem = mapper.readTree(response.body());
            assertThat(problem.get("status").intValue()).isEqualTo(404);
            assertThat(problem.get("instance").textValue()).isEqualTo(path);
        }
        assertThat(send("POST", "/nonsense").headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        HttpResponse<String> head = send("HEAD", "/nonsense");
        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void runsAStatementAsTheDatabaseUserWhoBringsItsPassword() throws Exception {
        assertThat(postAs("ada", "right").statusCode()).isEqualTo(200);
        assertThat(statements).extracting(SqlGateway.Statement::user).containsExactly(Optional.of("ada"));
        HttpResponse<String> refused = postAs("ada", "wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic "));
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(statements).hasSize(1);
    }

    private HttpResponse<String> postAs(String user, String password) throws Exception {
        return send(HttpRequest.newBuilder(uri("/api/v1/sql"))
                .header("Content-Type", "application/json")
                .header("Authorization", basic(user, password))
                .POST(BodyPublishers.ofString("{\"sql\":\"SELECT 1\"}")));
    }

    private static String basic(String user, String password) {
        byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    @Test
    void beginsABackupOnlyForUsersWhoMayCopy() throws Exception {
        backups.state = BackupState.NONE;
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/backup"))
                .header("Content-Type", "application/json")
                .header("Authorization", basic("ada", "right"))
                .POST(BodyPublishers.ofString("{\"directory\":\"/tmp/b3\"}"));
        assertThat(send(request).statusCode()).isEqualTo(403);
        request.setHeader("Authorization", basic("root", "right"));
        assertThat(send(request).statusCode()).isEqualTo(202);
    }

    @Test
    void showsMetricsWithTheNodesName() throws Exception {
        String text = get("/metrics").body();

        assertThat(text).containsPattern("heliosdb_commits_total\\{[^}]*node=\"standby-sync\"[^}]*} 17");
        assertThat(text).containsPattern("heliosdb_lsn\\{[^}]*} 4096");
        assertThat(text).contains("heliosdb_lag_bytes", "heliosdb_sessions{");
    }

    @Test
    void runsAStatementAndReturnsItsRows() throws Exception {
        HttpResponse<String> response = post("{\"sql\":\"SELECT $1\",\"params\":[1,\"a\",null,true,1.5,{\"x\":1}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"command\":\"SELECT 1\",\"columns\":[{\"name\":\"id\",\"type\":\"int4\"},"
                        + "{\"name\":\"name\",\"type\":\"text\"}],\"rows\":[[1,null]],\"truncated\":false}");
        assertThat(statements)
                .containsExactly(new SqlGateway.Statement(
                        "SELECT $1",
                        Arrays.asList(1L, "a", null, true, new BigDecimal("1.5"), "{\"x\":1}"),
                        Optional.empty()));
    }

    @Test
    void showsAnSqlErrorAsAProblem() throws Exception {
        HttpResponse<String> response = post("{\"sql\":\"boom\"}");
        JsonNode problem = mapper.readTree(response.body());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem.get("sqlState").textValue()).isEqualTo("42601");
        assertThat(problem.get("position").intValue()).isEqualTo(1);
        assertThat(problem.get("detail").textValue()).contains("syntax error");
    }

    @Test
    void refusesWhatIsNoStatement() throws Exception {
        assertThat(post("{\"sql\":\"\"}").statusCode()).isEqualTo(400);
        assertThat(post("{nonsense").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        HttpResponse<String> text = send(HttpRequest.newBuilder(uri("/api/v1/sql"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"sql\":\"SELECT 1\"}")));
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(statements).isEmpty();
    }

    @Test
    void refusesAStatementFromAPageOfAnotherSite() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/api/v1/sql"))
                .header("Content-Type", "application/json")
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.ofString("{\"sql\":\"SELECT 1\"}")));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(statements).isEmpty();
    }

    @Test
    void describesItsApi() throws Exception {
        assertThat(get("/openapi").body()).contains("/api/v1/node", "/api/v1/sql");
    }

    @Test
    void namesAnAddressThatIsTaken() {
        AdminConfig taken = new AdminConfig("127.0.0.1", server.port(), Optional.empty());

        assertThatThrownBy(() -> HttpServer.start(taken, node, this::execute, backups, new FakeUsers()))
                .isInstanceOf(IOException.class)
                .hasMessage("HTTP server cannot listen on 127.0.0.1:" + server.port() + ": Address already in use");
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return mapper.readTree(response.body());
    }

    @Test
    void beginsOneBackupAtATimeAndTellsHowItIsDoing() throws Exception {
        backups.state = BackupState.NONE;
        assertThat(mapper.readTree(get("/api/v1/backup").body()).get("state").asText())
                .isEqualTo("none");
        assertThat(backUp("{\"directory\":\"relative\"}").statusCode()).isEqualTo(400);
        assertThat(backUp("{}").statusCode()).isEqualTo(400);
        assertThat(backUp("{\"directory\":\"/tmp/b1\"}").statusCode()).isEqualTo(202);
        assertThat(mapper.readTree(get("/api/v1/backup").body())
                        .get("directory")
                        .asText())
                .isEqualTo("/tmp/b1");
        HttpResponse<String> second = backUp("{\"directory\":\"/tmp/b2\"}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("another backup is running");
    }

    private HttpResponse<String> backUp(String body) throws Exception {
        return send(HttpRequest.newBuilder(uri("/api/v1/backup"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(uri("/api/v1/sql"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
