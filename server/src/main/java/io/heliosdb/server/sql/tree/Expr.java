package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A typed expression: every name is resolved, every conversion is explicit, every operand has the type its operator
/// takes. Two equal expressions are the same expression (GROUP BY relies on it).
public sealed interface Expr {

    DataType type();

    /// @param value as `Type` describes it; null for NULL
    record Constant(@Nullable Object value, DataType type) implements Expr {}

    /// `$n`, from 1.
    record Parameter(int number, DataType type) implements Expr {}

    /// A column of a relation of this or an enclosing query. Relation numbers are unique in a statement, so that a
    /// reference to a relation outside the current query is a correlation.
    ///
    /// @param column from 0; negative for a system column as PostgreSQL numbers it (`ctid` -1, `xmin` -2,
    /// `tableoid`
    /// -6)
    record Column(int relation, int column, String name, DataType type) implements Expr {}

    /// A call of a function, or of an operator or a cast through its function.
    ///
    /// @param operator the operator that was written; null for a plain call or a cast
    record Call(FunctionDef function, @Nullable OperatorDef operator, List<Expr> arguments, DataType type)
            implements Expr {}

    record And(List<Expr> operands, DataType type) implements Expr {}

    record Or(List<Expr> operands, DataType type) implements Expr {}

    record Not(Expr operand, DataType type) implements Expr {}

    /// `IS [NOT] NULL`; of a row, whether all its fields are (not) null.
    record IsNull(Expr operand, boolean negated, DataType type) implements Expr {}

    /// `IS [NOT] TRUE | FALSE | UNKNOWN`.
    record BooleanTest(Expr operand, Kind kind, DataType type) implements Expr {
        public enum Kind {
            TRUE,
            NOT_TRUE,
            FALSE,
            NOT_FALSE,
            UNKNOWN,
            NOT_UNKNOWN
        }
    }

    /// `IS [NOT] DISTINCT FROM`.
    record Distinct(OperatorDef equal, Expr left, Expr right, boolean negated, DataType type) implements Expr {}

    /// Searched form; a simple CASE is rewritten to it.
    record Case(List<When> whens, @Nullable Expr otherwise, DataType type) implements Expr {
        public record When(Expr condition, Expr result) {}
    }

    record Coalesce(List<Expr> operands, DataType type) implements Expr {}

    record NullIf(OperatorDef equal, Expr left, Expr right, DataType type) implements Expr {}

    /// `GREATEST` and `LEAST`.
    record MinMax(boolean greatest, List<Expr> operands, DataType type) implements Expr {}

    /// `ARRAY[…]`; elements that are arrays themselves make the next dimension.
    record ArrayOf(List<Expr> elements, DataType type) implements Expr {}

    record RowOf(List<Expr> fields, DataType type) implements Expr {}

    /// `array[i]` or, when `upper` has entries, `array[i:j]`; a bound left out is null.
    record Subscript(Expr array, List<@Nullable Expr> lower, List<@Nullable Expr> upper, boolean slice, DataType type)
            implements Expr {}

    /// A field of a row value, from 0.
    record Field(Expr row, int index, String name, DataType type) implements Expr {}

    /// A conversion that no function does.
    record Convert(Expr operand, Kind kind, DataType type) implements Expr {
        public enum Kind {
            /// The value stays as it is under another type.
            RELABEL,
            /// Printed and read again.
            VIA_TEXT,
            /// The modifier is applied as an assignment does.
            MODIFIER,
            /// The modifier is applied as an explicit cast does.
            EXPLICIT_MODIFIER,
            /// Every element of an array.
            ELEMENTS,
            /// The constraints of a domain are checked.
            DOMAIN
        }
    }

    /// `left op ANY (array)` or `ALL`.
    record OverArray(OperatorDef operator, boolean all, Expr left, Expr array, DataType type) implements Expr {}

    /// A comparison of rows, decided by the first unequal pair (`(a,b) < (c,d)`).
    record RowCompare(
            List<OperatorDef> equals,
            List<OperatorDef> less,
            Kind kind,
            List<Expr> left,
            List<Expr> right,
            DataType type)
            implements Expr {
        public enum Kind {
            LESS,
            LESS_OR_EQUAL,
            GREATER,
            GREATER_OR_EQUAL
        }
    }

    record Exists(Query query, DataType type) implements Expr {}

    /// A query of one column that gives at most one row (21000).
    record ScalarSubquery(Query query, DataType type) implements Expr {}

    /// `(left…) op ANY (query)` or `ALL`; `IN` is `= ANY`, `NOT IN` is `<> ALL`.
    record OverSubquery(List<OperatorDef> operators, boolean all, List<Expr> left, Query query, DataType type)
            implements Expr {}

    /// `ARRAY(query)`.
    record ArraySubquery(Query query, DataType type) implements Expr {}

    /// Only in targets, HAVING and ORDER BY of a grouped query.
    ///
    /// @param direct the arguments before `WITHIN GROUP`
    record Aggregate(
            FunctionDef function,
            List<Expr> direct,
            List<Expr> arguments,
            boolean distinct,
            List<Order> order,
            @Nullable Expr filter,
            DataType type)
            implements Expr {
        public record Order(Expr key, boolean descending, boolean nullsFirst) {}
    }

    /// @param window index into the query's windows
    record WindowCall(
            FunctionDef function,
            List<Expr> arguments,
            @Nullable Expr filter,
            int window,
            DataType type) implements Expr {}

    /// `GROUPING(…)`.
    record Grouping(List<Expr> keys, DataType type) implements Expr {}

    /// A value the executor supplies: the value of `CURRENT_DATE` and its kin is a call, this is only a placeholder
    /// that a plan binds, such as the row being tested by a CHECK.
    record Placeholder(int number, DataType type) implements Expr {}

    /// The type without its modifier.
    default Type baseType() {
        return type().type();
    }
}
