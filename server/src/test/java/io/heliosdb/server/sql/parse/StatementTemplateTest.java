package io.heliosdb.server.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTemplateTest {

    private static StatementTemplate template(String sql) {
        return Objects.requireNonNull(StatementTemplate.of(sql), sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT a FROM t WHERE id = 5;                | SELECT a FROM t WHERE id = $1                  | INT4 5
            select a from t where id=5                   | select a from t where id=$1                    | INT4 5
            UPDATE t SET a = a + -5 WHERE id = 3000000000 | UPDATE t SET a = a + -$1 WHERE id = $2        | INT4 5, INT8 3000000000
            INSERT INTO t VALUES (1, 'it''s', 2.50)      | INSERT INTO t VALUES ($1, $2, $3)              | INT4 1, STRING it's, NUMERIC 2.50
            SELECT a FROM t ORDER BY 1, 2 LIMIT 10       | SELECT a FROM t ORDER BY 1, 2 LIMIT $1         | INT4 10
            SELECT count(*) FROM t GROUP BY 1 HAVING 2 > 1 | SELECT count(*) FROM t GROUP BY 1 HAVING 2 > $1 | INT4 1
            SELECT "a 1" FROM t1 WHERE b <> 'x'          | SELECT "a 1" FROM t1 WHERE b <> $1             | STRING x
            SELECT 5                                     | SELECT 5                                       | ""
            SELECT a FROM t WHERE b IN (1, 2)            | SELECT a FROM t WHERE b IN ($1, $2)            | INT4 1, INT4 2
            SELECT a FROM t WHERE b != 1                 | SELECT a FROM t WHERE b != $1                  | INT4 1
            DELETE FROM t WHERE id = 99999999999999999999 | DELETE FROM t WHERE id = $1                   | NUMERIC 99999999999999999999
            """)
    void takesLiteralsOutWhereAParameterMeansTheSame(String sql, String text, String literals) {
        StatementTemplate template = template(sql);
        assertThat(template.text()).isEqualTo(text);
        assertThat(template.literals().stream()
                        .map(l -> l.kind() + " " + l.text())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(literals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id int)",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "SELECT a FROM t WHERE id = 5; SELECT 6",
                "SELECT a FROM t WHERE d = date '2000-01-01'",
                "SELECT a FROM t WHERE d = '2000-01-01'::date",
                "SELECT a FROM t WHERE b LIKE 'x%'",
                "SELECT a FROM t WHERE b ~ 'x'",
                "SELECT a FROM t WHERE b = E'\\n'",
                "SELECT a FROM t WHERE b = 'a\\b'",
                "SELECT a FROM t WHERE b = U&'x'",
                "SELECT a FROM t WHERE b = $1",
                "SELECT a FROM t WHERE b = $$x$$",
                "SELECT a FROM t WHERE b = 'open",
                "SELECT a FROM t -- comment 5",
                "SELECT a /* 5 */ FROM t",
                "SELECT a FROM t WHERE b = 1e5",
                "SELECT a FROM t WHERE b = 'a'\n'b'",
                "SELECT 'constant'",
                "SELECT \u00e9 FROM t WHERE id = 5",
                "",
            })
    void leavesWhatNeedsARealParser(String sql) {
        assertThat(StatementTemplate.of(sql)).isNull();
    }

    @Test
    void numbersOfAnotherTypeMakeAnotherTemplate() {
        StatementTemplate small = template("SELECT a FROM t WHERE id = 5");
        StatementTemplate large = template("SELECT a FROM t WHERE id = 5000000000");
        StatementTemplate other = template("SELECT a FROM t WHERE id = 2147483647");
        assertThat(small.key()).isNotEqualTo(large.key()).isEqualTo(other.key());
    }
}
