package io.heliosdb.server.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlParserTest {

    /// Files of statements that PostgreSQL 15 accepts, parted by lines of `--`: written ones, made-up expressions, and
    /// what psql and pg_dump and pgjdbc send by themselves.
    @TestFactory
    Stream<DynamicTest> acceptsWhatPostgresAccepts() throws IOException {
        return Stream.of(
                        cases("/parse/accepted.sql"),
                        cases("/parse/expressions.sql"),
                        cases("/parse/psql.sql"),
                        cases("/parse/pgjdbc.sql"))
                .flatMap(Function.identity())
                .map(sql -> DynamicTest.dynamicTest(
                        sql, () -> assertThat(SqlParser.parse(sql)).isNotEmpty()));
    }

    /// `parse/refused*.sql`: the error as PostgreSQL words it, a position, then the statement.
    @TestFactory
    Stream<DynamicTest> refusesWhatPostgresRefusesAtTheSamePlace() throws IOException {
        return Stream.concat(cases("/parse/refused.sql"), cases("/parse/refused-expressions.sql"))
                .map(text -> {
                    String[] parts = text.split("\n", 3);
                    return DynamicTest.dynamicTest(parts[2], () -> assertThatThrownBy(() -> SqlParser.parse(parts[2]))
                            .isInstanceOfSatisfying(SqlException.class, e -> {
                                assertThat(e.message()).isEqualTo(parts[0]);
                                assertThat(e.fields().position()).isEqualTo(Integer.parseInt(parts[1]));
                            }));
                });
    }

    private static Stream<String> cases(String resource) throws IOException {
        try (InputStream in = SqlParserTest.class.getResourceAsStream(resource)) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n--\n")).map(String::strip).filter(s -> !s.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "1 + 2 * 3 ~ (1 + (2 * 3))",
                "- 2 ^ 2 ~ ((-2) ^ 2)",
                "a or b and not c ~ (a or (b and (not c)))",
                "a < b + 1 ~ (a < (b + 1))",
                "a || b like c ~ ((a || b) like c)",
                "a = b like c ~ (a = (b like c))",
                "not a = b ~ (not (a = b))",
                "a = not b = c ~ (a = (not (b = c)))",
                "2 * @ 3 + 4 ~ (2 * (@(3 + 4)))",
                "a or b or c and d ~ (a or b or (c and d))",
                "a || b::int + 1 ~ (a || (b::int4 + 1))",
                "1 - 2 - 3 ~ ((1 - 2) - 3)",
                "a @> b + c ~ (a @> (b + c))",
                "a::int + b ~ (a::int4 + b)",
                "- a::int ~ (-a::int4)",
                "x between 1 and 2 and y ~ ((x between 1 and 2) and y)",
            })
    void bindsOperatorsAsPostgresDoes(String sql, String shape) {
        assertThat(shape(SqlParser.parseExpression(sql))).isEqualTo(shape);
    }

    private static String shape(Expression expression) {
        return switch (expression) {
            case Expression.Operator o when o.left() == null -> "(" + o.name() + shape(o.right()) + ")";
            case Expression.Operator o -> "(" + shape(left(o)) + " " + o.name() + " " + shape(o.right()) + ")";
            case Expression.And a -> "(" + String.join(" and ", shapes(a.operands())) + ")";
            case Expression.Or o -> "(" + String.join(" or ", shapes(o.operands())) + ")";
            case Expression.Not n -> "(not " + shape(n.operand()) + ")";
            case Expression.Like l -> "(" + shape(l.operand()) + " like " + shape(l.pattern()) + ")";
            case Expression.Between b ->
                "(" + shape(b.operand()) + " between " + shape(b.low()) + " and " + shape(b.high()) + ")";
            case Expression.Cast c ->
                shape(c.operand()) + "::" + c.type().name().last();
            case Expression.ColumnRef c -> String.join(".", c.names());
            case Expression.NumberLiteral n -> n.text();
            default -> expression.toString();
        };
    }

    private static Expression left(Expression.Operator operator) {
        Expression left = operator.left();
        assertThat(left).isNotNull();
        return left == null ? operator : left;
    }

    private static List<String> shapes(List<Expression> expressions) {
        return expressions.stream().map(SqlParserTest::shape).toList();
    }

    @Test
    void splitsATextIntoStatementsWithTheirOwnText() {
        List<ParsedStatement> statements = SqlParser.parse(";select 1 ; ; insert into t values (';') ;");
        assertThat(statements)
                .extracting(ParsedStatement::sql)
                .containsExactly("select 1", "insert into t values (';')");
    }

    @Test
    void keepsClausesWithTheQueryTheyStandBehind() {
        QueryNode query = (QueryNode) SqlParser.parse("select 1 union select 2 order by 1 limit 3")
                .getFirst()
                .statement();
        assertThat(query).isInstanceOf(QueryNode.SetOperation.class);
        assertThat(query.clauses().order()).hasSize(1);
        assertThat(query.clauses().limit()).isNotNull();
    }

    @Test
    void refusesNestingThatWouldOverflowTheStack() {
        String deep = "select " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
        assertThatThrownBy(() -> SqlParser.parse(deep))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state().code()).isEqualTo("54001"));
    }

    @Test
    void readsALongChainOfOperatorsWithoutRecursion() {
        String chain = "select 1" + " + 1".repeat(50_000);
        assertThat(SqlParser.parse(chain)).hasSize(1);
    }
}
