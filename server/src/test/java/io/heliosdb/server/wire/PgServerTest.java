package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage.Bind;
import io.heliosdb.server.protocol.FrontendMessage.CopyData;
import io.heliosdb.server.protocol.FrontendMessage.CopyDone;
import io.heliosdb.server.protocol.FrontendMessage.Describe;
import io.heliosdb.server.protocol.FrontendMessage.Execute;
import io.heliosdb.server.protocol.FrontendMessage.Parse;
import io.heliosdb.server.protocol.FrontendMessage.Query;
import io.heliosdb.server.protocol.FrontendMessage.Sync;
import io.heliosdb.server.protocol.FrontendMessage.Target;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PgServerTest {

    @TempDir
    Path directory = Path.of("");

    private TestServer server;
    private TestPgClient client;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(directory.resolve("data"), WireConfig.Authentication.TRUST_ON_LOOPBACK);
        client = TestPgClient.connect(server.server.port());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    private List<String> answers() throws Exception {
        return client.untilReady().stream().map(TestPgClient::brief).toList();
    }

    @Test
    void declinesEncryptionAndTellsItsParametersToAnyUser() throws Exception {
        try (TestPgClient other = new TestPgClient(server.server.port())) {
            other.start(new StartupPacket.SslRequest());
            assertThat(other.readByte()).isEqualTo('N');
            other.start(new StartupPacket.GssEncryptionRequest());
            assertThat(other.readByte()).isEqualTo('N');
            other.start(Map.of("database", "whatever", "application_name", "test"));
            List<String> said =
                    other.untilReady().stream().map(TestPgClient::brief).toList();
            assertThat(said)
                    .contains(
                            "AuthenticationOk",
                            "S server_version=15.18 (HeliosDB 0.1.0)",
                            "S client_encoding=UTF8",
                            "S application_name=test",
                            "S in_hot_standby=off",
                            "BackendKeyData");
            assertThat(said.getLast()).isEqualTo("Z I");
        }
    }

    @Test
    void runsSeveralStatementsAsOneTransaction() throws Exception {
        assertThat(client.query("insert into t values (1, 'a'); insert into t values (1, 'b')"))
                .containsExactly(
                        "C INSERT 0 1", "E 23505 duplicate key value violates unique constraint \"t_pkey\"", "Z I");
        assertThat(client.query("select * from t")).containsExactly("T2", "C SELECT 0", "Z I");
        assertThat(client.query(" ; ")).containsExactly("EmptyQueryResponse", "Z I");
    }

    /// More readers wait than there are event loops: none of them may be what they wait on.
    @Test
    void aShortReadThatHasToWaitAfterAllHoldsUpNobodyElse() throws Exception {
        client.query("begin");
        client.query("insert into t values (99, 'locks')");
        List<TestPgClient> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            TestPgClient reader = TestPgClient.connect(server.server.port());
            readers.add(reader);
            reader.send(new Parse("one", "select 1", List.of()), new Sync());
            reader.untilReady();
            reader.send(new Bind("", "one", List.of(), List.of(), List.of()), new Execute("", 0), new Sync());
        }
        try (TestPgClient other = TestPgClient.connect(server.server.port())) {
            assertThat(other.query("insert into t values (5, 'e')")).containsExactly("C INSERT 0 1", "Z I");
        }
        assertThat(client.query("commit")).containsExactly("C COMMIT", "Z I");
        for (TestPgClient reader : readers) {
            assertThat(reader.untilReady().stream().map(TestPgClient::brief))
                    .containsExactly("BindComplete", "D 1", "C SELECT 1", "Z I");
            reader.close();
        }
    }

    @Test
    void refusesEverythingInAFailedTransactionUntilItsEnd() throws Exception {
        assertThat(client.query("begin")).containsExactly("C BEGIN", "Z T");
        assertThat(client.query("insert into t values (1, 'a')")).containsExactly("C INSERT 0 1", "Z T");
        assertThat(client.query("savepoint s")).containsExactly("C SAVEPOINT", "Z T");
        assertThat(client.query("select * from missing").getLast()).isEqualTo("Z E");
        assertThat(client.query("select 1"))
                .containsExactly(
                        "E 25P02 current transaction is aborted, commands ignored until end of transaction block",
                        "Z E");
        assertThat(client.query("rollback to s")).containsExactly("C ROLLBACK", "Z T");
        assertThat(client.query("commit")).containsExactly("C COMMIT", "Z I");
        assertThat(client.query("select * from t")).containsExactly("T2", "D 1|a", "C SELECT 1", "Z I");
        assertThat(client.query("commit"))
                .containsExactly("N 25P01 there is no transaction in progress", "C COMMIT", "Z I");
    }

    @Test
    void answersAJavaErrorAndGoesOn() throws Exception {
        assertThat(client.query("begin")).containsExactly("C BEGIN", "Z T");
        assertThat(client.query("select unlinked"))
                .containsExactly(
                        "E XX000 internal error: java.lang.NoSuchMethodError: a class of another version", "Z E");
        assertThat(client.query("rollback")).containsExactly("C ROLLBACK", "Z I");
        client.send(new Parse("", "select unlinked", List.of()), new Sync());
        assertThat(answers())
                .containsExactly(
                        "E XX000 internal error: java.lang.NoSuchMethodError: a class of another version", "Z I");
        assertThat(client.query("select * from t")).containsExactly("T2", "C SELECT 0", "Z I");
    }

    @Test
    void suspendsPortalsAtTheirRowLimitAndGoesOn() throws Exception {
        client.query("insert into t values (1, 'a'); insert into t values (2, 'b'); insert into t values (3, 'c')");
        client.send(
                new Parse("", "select * from t", List.of()),
                new Bind("p", "", List.of(), List.of(), List.of()),
                new Describe(Target.PORTAL, "p"),
                new Execute("p", 2),
                new Execute("p", 2),
                new Sync());
        assertThat(answers())
                .containsExactly(
                        "ParseComplete",
                        "BindComplete",
                        "T2",
                        "D 1|a",
                        "D 2|b",
                        "PortalSuspended",
                        "D 3|c",
                        "C SELECT 1",
                        "Z I");
    }

    @Test
    void skipsToSyncAfterAnErrorAndUndoesThePipeline() throws Exception {
        List<byte[]> values = new ArrayList<>(List.of("7".getBytes(StandardCharsets.UTF_8), new byte[] {'x'}));
        client.send(
                new Parse("i", "insert into t values ($1, $2)", List.of()),
                new Bind("", "i", List.of(), List.copyOf(values), List.of()),
                new Execute("", 0),
                new Parse("", "select * from missing", List.of()),
                new Execute("", 0),
                new Sync());
        assertThat(answers())
                .containsExactly(
                        "ParseComplete",
                        "BindComplete",
                        "C INSERT 0 1",
                        "E 42P01 relation \"missing\" does not exist",
                        "Z I");
        assertThat(client.query("select * from t")).containsExactly("T2", "C SELECT 0", "Z I");
        client.send(new Bind("", "i", List.of(), List.copyOf(values), List.of()), new Execute("", 0), new Sync());
        assertThat(answers()).containsExactly("BindComplete", "C INSERT 0 1", "Z I");
    }

    @Test
    void copiesInAndOut() throws Exception {
        client.send(new Query("copy t (id, name) from stdin"));
        assertThat(TestPgClient.brief(client.read())).isEqualTo("CopyInResponse");
        client.send(
                new CopyData("1\tone\n2\tt".getBytes(StandardCharsets.UTF_8)),
                new CopyData("w\\no\n\\.\n".getBytes(StandardCharsets.UTF_8)),
                new CopyDone());
        assertThat(answers()).containsExactly("C COPY 2", "Z I");
        assertThat(client.query("copy t to stdout with (format csv, header)"))
                .containsExactly(
                        "CopyOutResponse", "d id,name", "d 1,one", "d 2,\"tw\no\"", "CopyDone", "C COPY 2", "Z I");
    }

    @Test
    void keepsSettingsOfCommittedTransactionsOnly() throws Exception {
        assertThat(client.query("set application_name = 'x'")).containsExactly("C SET", "S application_name=x", "Z I");
        client.query("begin");
        client.query("set statement_timeout = '90s'");
        assertThat(client.query("show statement_timeout")).contains("D 90s");
        client.query("rollback");
        assertThat(client.query("show statement_timeout")).contains("D 0");
        assertThat(client.query("set nonsense = 1"))
                .contains("E 42704 unrecognized configuration parameter \"nonsense\"");
        assertThat(client.query("set server_version = '9'"))
                .contains("E 55P02 parameter \"server_version\" cannot be changed");
    }

    @Test
    void fetchesFromCursorsForwardAndBack() throws Exception {
        client.query("insert into t values (1, 'a'); insert into t values (2, 'b'); insert into t values (3, 'c')");
        client.query("begin");
        assertThat(client.query("declare c scroll cursor for select * from t"))
                .containsExactly("C DECLARE CURSOR", "Z T");
        assertThat(client.query("fetch 2 from c")).containsExactly("T2", "D 1|a", "D 2|b", "C FETCH 2", "Z T");
        assertThat(client.query("fetch all from c")).containsExactly("T2", "D 3|c", "C FETCH 1", "Z T");
        assertThat(client.query("fetch backward 2 from c")).containsExactly("T2", "D 3|c", "D 2|b", "C FETCH 2", "Z T");
        client.query("commit");
        assertThat(client.query("fetch 1 from c")).contains("E 34000 cursor \"c\" does not exist");
    }

    @Test
    void endsTheConnectionAfterMalformedBytes() throws Exception {
        client.raw(Unpooled.wrappedBuffer(new byte[] {'Q', 0, 0, 0, 2}));
        assertThat(client.read()).isInstanceOfSatisfying(BackendMessage.ErrorResponse.class, error -> {
            assertThat(error.fields().severity()).isEqualTo("FATAL");
            assertThat(error.fields().state()).isEqualTo("08P01");
        });
        assertThat(client.readByte()).isEqualTo(-1);
    }

    @Test
    void refusesMessagesOverItsLimit() throws Exception {
        client.raw(Unpooled.wrappedBuffer(new byte[] {'Q', 0x7f, 0, 0, 0}));
        assertThat(TestPgClient.brief(client.read())).startsWith("E 08P01 message of");
        assertThat(client.readByte()).isEqualTo(-1);
    }

    @Test
    void refusesMoreSessionsThanItsLimitAndGivesPlacesBack() throws Exception {
        List<TestPgClient> others = new ArrayList<>();
        for (int i = 1; i < TestServer.MAX_SESSIONS; i++) {
            others.add(TestPgClient.connect(server.server.port()));
        }
        try (TestPgClient last = new TestPgClient(server.server.port())) {
            last.start(Map.of());
            assertThat(TestPgClient.brief(last.read())).isEqualTo("E 53300 sorry, too many clients already");
        }
        for (TestPgClient other : others) {
            other.close();
        }
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (server.registry.count() > 1 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        TestPgClient.connect(server.server.port()).close();
    }

    @Test
    void answersASyntaxErrorWithItsPosition() throws Exception {
        client.send(new Query("selec 1"));
        assertThat(client.untilReady().getFirst()).isInstanceOfSatisfying(BackendMessage.ErrorResponse.class, error -> {
            assertThat(error.fields().state()).isEqualTo("42601");
            assertThat(error.fields().get('P')).isEqualTo("1");
        });
    }
}
