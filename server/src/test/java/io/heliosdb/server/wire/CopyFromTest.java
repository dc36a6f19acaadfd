package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage.CopyData;
import io.heliosdb.server.protocol.FrontendMessage.CopyDone;
import io.heliosdb.server.protocol.FrontendMessage.Query;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// COPY FROM as one statement; errors and contexts are those of PostgreSQL 15.
@SuppressWarnings("NullAway.Init")
class CopyFromTest {

    private static final String LONG = "averylongline".repeat(12);

    @TempDir
    Path directory = Path.of("");

    private SingleNode node;
    private TestPgClient client;

    private void start() throws Exception {
        node = new SingleNode(directory.resolve("data"), 0);
        client = TestPgClient.connect(node.port());
    }

    @BeforeEach
    void open() throws Exception {
        start();
        client.query("create table t (a int primary key, b int check (b > 0), c text not null, d int references t)");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        node.close();
    }

    /// The command's tag, or the error's state, message and context.
    private String copy(String command, String data) throws Exception {
        client.send(new Query(command));
        assertThat(TestPgClient.brief(client.read())).isEqualTo("CopyInResponse");
        client.send(new CopyData(data.getBytes(StandardCharsets.UTF_8)), new CopyDone());
        String result = "";
        for (BackendMessage message : client.untilReady()) {
            if (message instanceof BackendMessage.ErrorResponse error) {
                result = error.fields().state() + " " + error.fields().message() + " @ "
                        + error.fields().values().get('W');
            } else if (message instanceof BackendMessage.CommandComplete(String tag)) {
                result = tag;
            }
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "x,1,c,N ! 22P02 invalid input syntax for type integer: \"x\" @ COPY t, line 1, column a: \"x\"",
                "1,1,c,N;2,1 ! 22P04 missing data for column \"c\" @ COPY t, line 2: \"2,1\"",
                "1,1,c,N;2,1,x,1,5 ! 22P04 extra data after last expected column @ COPY t, line 2: \"2,1,x,1,5\"",
                "1,-1,c,N ! 23514 new row for relation \"t\" violates check constraint \"t_b_check\""
                        + " @ COPY t, line 1: \"1,-1,c,N\"",
                "1,1,N,N ! 23502 null value in column \"c\" of relation \"t\" violates not-null constraint"
                        + " @ COPY t, line 1: \"1,1,N,N\"",
                "1,1,x,N;1,1,y,N;2,1,y,N ! 23505 duplicate key value violates unique constraint \"t_pkey\""
                        + " @ COPY t, line 2",
                "1,1,x,N;2,1,y,9 ! 23503 insert or update on table \"t\" violates foreign key constraint \"t_d_fkey\""
                        + " @ null",
            })
    void blamesTheLineAsPostgresDoesAndLeavesNothing(String lines, String expected) throws Exception {
        String data = lines.replace(";", "\n") + "\n";
        assertThat(copy("copy t from stdin (delimiter ',', null 'N')", data)).isEqualTo(expected);
        assertThat(client.query("select count(*) from t")).contains("D 0");
    }

    @Test
    void blamesTheColumnOfAHeadedFileAndShortensWhatItShows() throws Exception {
        assertThat(copy("copy t from stdin (format csv, header)", "a,b,c,d\n1,a,c,\n"))
                .isEqualTo("22P02 invalid input syntax for type integer: \"a\" @ COPY t, line 2, column b: \"a\"");
        assertThat(copy("copy t (a, c) from stdin", "1\t" + LONG + "\t3\n"))
                .isEqualTo("22P04 extra data after last expected column @ COPY t, line 1: \"1\t" + LONG.substring(0, 98)
                        + "...\"");
    }

    @Test
    void fillsDefaultsAndChecksReferencesAmongTheRowsThemselves() throws Exception {
        client.query("create table u (a serial, b text default 'none', c text)");
        assertThat(copy("copy u (c) from stdin", "x\n\\N\na\\tb\\\\c\n")).isEqualTo("COPY 3");
        assertThat(client.query("select * from u order by a"))
                .containsExactly("T3", "D 1|none|x", "D 2|none|null", "D 3|none|a\tb\\c", "C SELECT 3", "Z I");
        assertThat(copy("copy t from stdin csv", "1,1,x,2\n2,1,y,\n")).isEqualTo("COPY 2");
    }

    @Test
    void undoesOnlyItselfWithinABlock() throws Exception {
        client.query("begin");
        client.query("insert into t values (7, 1, 'before', null)");
        client.query("savepoint s");
        assertThat(copy("copy t from stdin csv", "1,1,x,\n1,1,y,\n")).startsWith("23505");
        client.query("rollback to s");
        assertThat(copy("copy t from stdin csv", "3,1,x,7\n")).isEqualTo("COPY 1");
        client.query("commit");
        assertThat(client.query("select a from t order by a")).contains("D 3", "D 7", "C SELECT 2");
    }

    @Test
    void checksReferencesOfManyRowsWithoutKeepingThemAll() throws Exception {
        client.query("create table parent (id int primary key)");
        client.query("insert into parent select generate_series(1, 3)");
        client.query("create table child (id int, parent int references parent)");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            rows.append(i).append(',').append(1 + i % 3).append('\n');
        }
        assertThat(copy("copy child from stdin csv", rows.toString())).isEqualTo("COPY 10000");
        assertThat(copy("copy child from stdin csv", rows + "7,4\n" + rows))
                .isEqualTo("23503 insert or update on table \"child\" violates foreign key constraint"
                        + " \"child_parent_fkey\" @ null");
        assertThat(client.query("select count(*) from child")).contains("D 10000");
    }

    @Test
    void idsOfRowsThatWereRolledBackAreNoDangerToOthersAfterARestart() throws Exception {
        client.query("create table r (a int)");
        client.query("begin");
        client.query("insert into r select generate_series(1, 50000)");
        client.query("rollback");
        client.query("insert into r values (1)");
        client.close();
        node.close();
        start();
        client.query("insert into r select generate_series(2, 60000)");
        assertThat(client.query("select count(*), count(distinct a) from r")).contains("D 60000|60000");
    }
}
