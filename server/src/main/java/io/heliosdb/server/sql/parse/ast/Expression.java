package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression as written.
public sealed interface Expression {

    int position();

    /// A string constant, of unknown type.
    record StringLiteral(String value, int position) implements Expression {}

    /// A number as written, without a sign: an integer when it has neither point nor exponent.
    record NumberLiteral(String text, boolean integer, int position) implements Expression {}

    record BooleanLiteral(boolean value, int position) implements Expression {}

    record NullLiteral(int position) implements Expression {}

    /// `B'…'` and `X'…'`, as bits.
    record BitLiteral(String bits, int position) implements Expression {}

    /// `DEFAULT` where a value may stand.
    record Default(int position) implements Expression {}

    /// `$n`.
    record Parameter(int number, int position) implements Expression {}

    /// A column, or a table's whole row: names as written.
    record ColumnRef(List<String> names, int position) implements Expression {}

    /// `*` or `t.*`; the qualifier without the star. Only in targets, `count(*)` and rows.
    record Star(List<String> qualifier, int position) implements Expression {}

    /// `(row).*`.
    record FieldStar(Expression row, int position) implements Expression {}

    /// An operator with two operands, or one when `left` is null.
    ///
    /// @param schema of `OPERATOR(schema.op)`, else empty
    /// @param position of the operator
    record Operator(String schema, String name, @Nullable Expression left, Expression right, int position)
            implements Expression {}

    record And(List<Expression> operands, int position) implements Expression {}

    record Or(List<Expression> operands, int position) implements Expression {}

    record Not(Expression operand, int position) implements Expression {}

    record IsNull(Expression operand, boolean negated, int position) implements Expression {}

    /// `IS [NOT] TRUE | FALSE | UNKNOWN`.
    record IsTruth(Expression operand, Truth truth, boolean negated, int position) implements Expression {}

    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /// `IS [NOT] DISTINCT FROM`.
    record IsDistinct(Expression left, Expression right, boolean negated, int position) implements Expression {}

    /// `[NOT] LIKE | ILIKE | SIMILAR TO`.
    record Like(
            Pattern kind,
            Expression operand,
            Expression pattern,
            @Nullable Expression escape,
            boolean negated,
            int position)
            implements Expression {}

    enum Pattern {
        LIKE,
        ILIKE,
        SIMILAR
    }

    record Between(
            Expression operand, Expression low, Expression high, boolean symmetric, boolean negated, int position)
            implements Expression {}

    /// `[NOT] IN (…)` with expressions.
    record InList(Expression operand, List<Expression> items, boolean negated, int position) implements Expression {}

    /// `[NOT] IN (query)`.
    record InQuery(Expression operand, QueryNode query, boolean negated, int position) implements Expression {}

    /// `left op ANY | ALL (array)`.
    record OverArray(String operator, boolean all, Expression left, Expression array, int position)
            implements Expression {}

    /// `left op ANY | ALL (query)`.
    record OverQuery(String operator, boolean all, Expression left, QueryNode query, int position)
            implements Expression {}

    record Exists(QueryNode query, int position) implements Expression {}

    record ScalarQuery(QueryNode query, int position) implements Expression {}

    record ArrayQuery(QueryNode query, int position) implements Expression {}

    /// `ARRAY[…]`.
    record ArrayLiteral(List<Expression> elements, int position) implements Expression {}

    /// `ROW(…)` or `(a, b)`.
    record RowLiteral(List<Expression> fields, boolean explicit, int position) implements Expression {}

    /// `a[i]` or `a[i:j]`; a slice bound left out is null.
    record Subscript(
            Expression array,
            @Nullable Expression lower,
            @Nullable Expression upper,
            boolean slice,
            int position) implements Expression {}

    /// `(row).field`.
    record Field(Expression row, String name, int position) implements Expression {}

    /// `CAST(x AS t)`, `x::t` and `t 'literal'`.
    record Cast(Expression operand, TypeName type, int position) implements Expression {}

    record Collate(Expression operand, QualifiedName collation, int position) implements Expression {}

    record AtTimeZone(Expression operand, Expression zone, int position) implements Expression {}

    /// @param operand null for a searched CASE
    record Case(
            @Nullable Expression operand,
            List<When> whens,
            @Nullable Expression otherwise,
            int position) implements Expression {
        public record When(Expression condition, Expression result) {}
    }

    record Coalesce(List<Expression> operands, int position) implements Expression {}

    record NullIf(Expression left, Expression right, int position) implements Expression {}

    record MinMax(boolean greatest, List<Expression> operands, int position) implements Expression {}

    record Grouping(List<Expression> keys, int position) implements Expression {}

    /// `CURRENT_DATE` and other functions without parentheses, by name in lower case.
    ///
    /// @param precision of `CURRENT_TIMESTAMP(p)`; -1 when there is none
    record Keyword(String name, int precision, int position) implements Expression {}

    /// `CURRENT OF cursor`.
    record CurrentOf(String cursor, int position) implements Expression {}

    /// A function call. Functions with a syntax of their own arrive as plain calls (`EXTRACT(f FROM x)` as
    /// `extract('f', x)`, `TRIM(BOTH c FROM x)` as `btrim(x, c)`, `SUBSTRING(x FROM n FOR m)` as `substring(x, n,
    /// m)`).
    record Call(
            QualifiedName name,
            List<Argument> arguments,
            Modifiers modifiers,
            @Nullable Window over,
            int position) implements Expression {

        /// @param name of `name => value`, else empty
        public record Argument(String name, Expression value) {}

        /// What may stand in and behind a call's parentheses.
        ///
        /// @param star `f(*)`
        /// @param withinGroup whether `order` came from WITHIN GROUP
        public record Modifiers(
                boolean star,
                boolean distinct,
                boolean variadic,
                List<SortItem> order,
                boolean withinGroup,
                @Nullable Expression filter) {
            public static final Modifiers NONE = new Modifiers(false, false, false, List.of(), false, null);
        }
    }
}
