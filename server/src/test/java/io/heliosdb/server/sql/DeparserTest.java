package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.deparse.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Views written back as text, against what PostgreSQL 15 writes (`deparse/views.txt`, made by it).
/// JUnit fills the fields in before anything runs.
@SuppressWarnings("NullAway")
class DeparserTest {

    private record Example(String query, String plain, String pretty) {}

    @TempDir
    private Path directory;

    private SqlFixture database;
    private SqlFixture.Connection session;

    @BeforeEach
    void open() throws IOException {
        database = new SqlFixture(directory.resolve("db"));
        session = database.connect();
        session.run(resource("deparse/schema.sql") + "create sequence seq1");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DeparserTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String block : resource("deparse/views.txt").split("(?m)^(?=-- (?!pretty$))")) {
            if (!block.isBlank()) {
                int line = block.indexOf('\n');
                String[] texts = block.substring(line + 1).split("-- pretty\n", 2);
                examples.add(new Example(block.substring(3, line), texts[0].stripTrailing(), texts[1].stripTrailing()));
            }
        }
        return examples;
    }

    private String shown(String view, Style style) {
        AnalysisContext context = AnalysisContext.of(database.catalogs.current(), database.context);
        RelationDef relation =
                database.catalogs.current().relation("public", view).orElseThrow();
        return database.deparser.view((RelationDef.View) relation, context, style);
    }

    /// Makes a view of each query, `v0` and on.
    private void create(List<String> queries) {
        session.begin();
        for (int i = 0; i < queries.size(); i++) {
            session.run("create view v" + i + " as " + queries.get(i));
        }
        session.commit();
    }

    @Test
    void writesViewsAsPostgresDoes() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Example> examples = examples();
        create(examples.stream().map(Example::query).toList());
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            String plain = shown("v" + i, Style.PLAIN);
            String pretty = shown("v" + i, Style.PRETTY);
            if (!plain.equals(example.plain()) || !pretty.equals(example.pretty())) {
                wrong.add(example.query() + "\n" + plain + "\n" + pretty);
            }
        }
        assertThat(examples).hasSizeGreaterThan(170);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsWrittenMeansTheSameAgain() throws IOException {
        List<Example> examples = examples();
        create(examples.stream().map(Example::plain).toList());
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            // PostgreSQL reads these two forms otherwise than it meant them, too.
            boolean ambiguous =
                    example.plain().contains("(- 5)") || example.plain().contains("])::text[]");
            if (!ambiguous) {
                assertThat(shown("v" + i, Style.PLAIN)).as(example.query()).isEqualTo(example.plain());
            }
        }
    }

    @Test
    void storedTextDoesNotDependOnTheSearchPath() {
        session.run("create schema other; create table other.t2 (id text)");
        session.run("create view v as select id from t2 where name = 'x'");
        database.context.setSetting("search_path", "other", false);
        assertThat(shown("v", Style.PLAIN))
                .isEqualTo(" SELECT t2.id\n   FROM public.t2\n  WHERE (t2.name = 'x'::text);");
        assertThat(session.run("select pg_typeof(id) from public.v limit 1")).containsExactly("SELECT 0");
    }

    @Test
    void renamesReachViewsAndExpressions() {
        session.run("create view v as select x.name, upper(name) as up from t2 x where val > 1;"
                + "create view w as select * from v;"
                + "alter table t2 add constraint c check (val > 0 and name <> 'val');"
                + "create index i on t2 (upper(name)) where val > 5");
        session.run("alter table t2 rename column name to title; alter table t2 rename column val to worth;"
                + "alter table t2 rename to items; alter schema public rename to main; create schema public;"
                + "alter view main.v rename column up to loud");
        database.context.setSetting("search_path", "main", false);
        AnalysisContext context = AnalysisContext.of(database.catalogs.current(), database.context);
        RelationDef.View v = (RelationDef.View) context.path().relation("v").orElseThrow();
        RelationDef.View w = (RelationDef.View) context.path().relation("w").orElseThrow();
        assertThat(database.deparser.view(v, context, Style.PLAIN))
                .isEqualTo(" SELECT x.title AS name,\n    upper(x.title) AS loud\n   FROM items x\n"
                        + "  WHERE (x.worth > (1)::numeric);");
        assertThat(database.deparser.view(w, context, Style.PLAIN))
                .isEqualTo(" SELECT v.name,\n    v.loud AS up\n   FROM v;");
        session.run("insert into main.items (id, worth, title) values (1, 7, 'a')");
        assertThat(session.run("select * from main.w")).containsExactly("a|A", "SELECT 1");
        RelationDef.Table table =
                (RelationDef.Table) context.path().relation("items").orElseThrow();
        String predicate = table.indexes().getLast().predicateSql();
        assertThat(database.deparser
                        .expression(Objects.requireNonNull(predicate), table, context, Style.PLAIN)
                        .text())
                .isEqualTo("(worth > (5)::numeric)");
    }
}
