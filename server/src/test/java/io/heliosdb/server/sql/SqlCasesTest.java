package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements with what PostgreSQL 15 answered to them, as data: each file of `cases` is one session on a
/// database of its own. A statement ends with a line that ends with `;`; what follows up to an empty line are
/// its rows, values between bars, then its command tag unless it is a query, or its error.
class SqlCasesTest {

    @TempDir
    private Path directory = Path.of("");

    /// @param expected lines
    private record Case(String statement, List<String> expected) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aggregates",
                "arbiters",
                "formatting",
                "grouped-sets",
                "instead-of",
                "json",
                "jsonpath",
                "materialized-views",
                "network",
                "parts",
                "plpgsql",
                "routines",
                "sets-and-records",
                "strings",
                "trigger-effects",
                "triggers",
                "updatable-views",
                "values-of-any-type"
            })
    void answersAsPostgresDoes(String name) {
        List<String> wrong = new ArrayList<>();
        try (SqlFixture database = new SqlFixture(directory.resolve("db"))) {
            SqlFixture.Connection session = database.connect();
            for (Case one : cases(name)) {
                List<String> actual = outcome(session, one.statement);
                if (!actual.equals(one.expected) && !withoutTag(actual).equals(one.expected)) {
                    wrong.add(one.statement + "\nGIVES " + actual + "\nINSTEAD OF " + one.expected);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> withoutTag(List<String> lines) {
        boolean told = !lines.isEmpty()
                && (lines.getLast().startsWith("SELECT ") || lines.getLast().equals("CALL"));
        return told ? lines.subList(0, lines.size() - 1) : lines;
    }

    private static List<String> outcome(SqlFixture.Connection session, String statement) {
        try {
            List<String> lines = new ArrayList<>();
            session.run(statement).forEach(row -> lines.addAll(row.lines().toList()));
            return lines;
        } catch (SqlException e) {
            return List.of("ERROR " + e.code() + ": " + e.message());
        }
    }

    private static List<Case> cases(String name) {
        List<Case> cases = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        List<String> expected = new ArrayList<>();
        boolean inStatement = true;
        for (String line : text(name).lines().toList()) {
            if (inStatement) {
                statement.append(line).append('\n');
                // A body between dollar signs ends its own statements.
                inStatement = !line.endsWith(";") || statement.toString().split("\\$\\$", -1).length % 2 == 0;
            } else if (!line.isEmpty()) {
                expected.add(line);
            } else {
                cases.add(new Case(statement.toString().strip(), List.copyOf(expected)));
                statement.setLength(0);
                expected.clear();
                inStatement = true;
            }
        }
        if (!inStatement) {
            cases.add(new Case(statement.toString().strip(), List.copyOf(expected)));
        }
        assertThat(cases).as("cases of " + name).isNotEmpty();
        return cases;
    }

    private static String text(String name) {
        try (InputStream in = SqlCasesTest.class.getResourceAsStream("cases/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("no cases " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
