package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.protocol.FrontendMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real SQL through the wire, in one process.
@SuppressWarnings("NullAway.Init")
class SingleNodeTest {

    @TempDir
    Path directory = Path.of("");

    private SingleNode node;
    private TestPgClient client;

    @BeforeEach
    void open() throws Exception {
        node = new SingleNode(directory.resolve("data"), 0);
        client = TestPgClient.connect(node.port());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        node.close();
    }

    @Test
    void runsTheTutorialsStatements() throws Exception {
        assertThat(client.query("CREATE TABLE users (id INT PRIMARY KEY, name TEXT, created_by TEXT);"))
                .containsExactly("C CREATE TABLE", "Z I");
        assertThat(client.query("INSERT INTO users VALUES (1, 'Alice', 'standby-sync');"))
                .containsExactly("C INSERT 0 1", "Z I");
        assertThat(client.query("INSERT INTO users VALUES (2, 'Bob', 'standby-semisync');"))
                .containsExactly("C INSERT 0 1", "Z I");
        assertThat(client.query("SELECT * FROM users ORDER BY id;"))
                .containsExactly("T3", "D 1|Alice|standby-sync", "D 2|Bob|standby-semisync", "C SELECT 2", "Z I");
        assertThat(client.query("UPDATE users SET name = 'Alice Updated' WHERE id = 1;"))
                .containsExactly("C UPDATE 1", "Z I");
        assertThat(client.query("DELETE FROM users WHERE id = 2;")).containsExactly("C DELETE 1", "Z I");
        assertThat(client.query("SELECT * FROM users;"))
                .containsExactly("T3", "D 1|Alice Updated|standby-sync", "C SELECT 1", "Z I");
    }

    @Test
    void undoesDefinitionsWithTheirTransaction() throws Exception {
        client.query("begin");
        client.query("create table gone (id serial primary key, name text)");
        assertThat(client.query("insert into gone (name) values ('a') returning id"))
                .containsExactly("T1", "D 1", "C INSERT 0 1", "Z T");
        client.query("rollback");
        assertThat(client.query("select * from gone"))
                .containsExactly("E 42P01 relation \"gone\" does not exist", "Z I");
    }

    @Test
    void executesPreparedStatementsOfSql() throws Exception {
        client.query("create table p (id int, name varchar(10))");
        assertThat(client.query("prepare add (int, text) as insert into p values ($1, $2)"))
                .containsExactly("C PREPARE", "Z I");
        assertThat(client.query("execute add(1 + 1, 'two')")).containsExactly("C INSERT 0 1", "Z I");
        assertThat(client.query("execute add(1)"))
                .containsExactly("E 42601 wrong number of parameters for prepared statement \"add\"", "Z I");
        assertThat(client.query("select * from p")).containsExactly("T2", "D 2|two", "C SELECT 1", "Z I");
    }

    // The INSERT is over within microseconds and runs where nothing may wait; what it has put off must wait all
    // the same.
    @Test
    void aCommitWaitsForWhatItsDeferredChecksMustLock() throws Exception {
        client.timeout(20_000);
        client.query("create table p (id int primary key)");
        client.query("create table c (id int primary key, p int references p deferrable initially deferred)");
        client.query("insert into p values (1)");
        client.query("insert into c values (1, 1)");
        client.query("begin");
        client.query("insert into c values (2, 1)");
        try (TestPgClient other = TestPgClient.connect(node.port())) {
            other.query("begin");
            assertThat(other.query("delete from p where id = 1")).containsExactly("C DELETE 1", "Z T");
            client.send(new FrontendMessage.Query("commit"));
            assertThat(other.query("commit").getFirst()).startsWith("E 23503");
        }
        assertThat(client.untilReady().stream().map(TestPgClient::brief)).containsExactly("C COMMIT", "Z I");
        assertThat(client.query("select count(*) from c")).contains("D 2");
    }
}
