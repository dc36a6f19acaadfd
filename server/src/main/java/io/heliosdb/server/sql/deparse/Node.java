package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression in the shape in which it is printed: names are text, conversions are explicit.
sealed interface Node {

    /// A column.
    ///
    /// @param text with its qualifier
    /// @param name of the column alone; null for a whole row
    record Var(String text, @Nullable String name) implements Node {}

    /// @param literal the value as text, quoted where it has to be; `NULL` for null
    /// @param labelled whether the literal alone would be read as another type
    /// @param label what follows `::`
    /// @param bare the label without its modifier, for a conversion that only adds one
    record Const(String literal, boolean labelled, String label, String bare) implements Node {}

    /// A word that is a value: `$1`, `CURRENT_DATE`, `DEFAULT`.
    record Word(String text) implements Node {}

    /// @param spread whether VARIADIC stands before the last argument
    /// @param extra what aggregates and window functions add; null for a plain call
    record Call(
            String name,
            List<Argument> arguments,
            boolean spread,
            @Nullable Extra extra) implements Node {}

    /// @param name of `name => value`, else empty
    record Argument(String name, Node value) {}

    /// @param star `f(*)`
    /// @param direct arguments before WITHIN GROUP, when `withinGroup`
    record Extra(
            boolean star,
            boolean distinct,
            boolean withinGroup,
            List<SortKey> order,
            @Nullable Node filter,
            @Nullable Window over) {}

    record SortKey(Node key, boolean descending, boolean nullsFirst) {}

    /// A function with a syntax of its own: words, and arguments between them.
    record Syntax(List<Piece> pieces) implements Node {}

    /// @param words text; empty when it is an argument
    /// @param tight whether parentheses are needed around anything that is not simple
    record Piece(String words, @Nullable Node argument, boolean tight) {
        static Piece words(String text) {
            return new Piece(text, null, false);
        }

        static Piece of(Node argument) {
            return new Piece("", argument, false);
        }

        static Piece tight(Node argument) {
            return new Piece("", argument, true);
        }
    }

    /// @param byFunction whether a function converts, which binds like a call; others bind like their operand
    record Cast(Node operand, String type, boolean implicit, boolean byFunction) implements Node {}

    /// @param left null for a prefix operator
    record Op(@Nullable Node left, String operator, Node right) implements Node {}

    enum Logic {
        AND,
        OR,
        NOT
    }

    record Bool(Logic logic, List<Node> operands) implements Node {}

    /// `operand IS something`.
    ///
    /// @param implicit whether conversions of the operand are shown
    record Test(Node operand, String test, boolean implicit) implements Node {}

    record Distinct(Node left, Node right) implements Node {}

    record OverArray(Node left, String operator, boolean all, Node array) implements Node {}

    /// @param test what is compared with the rows; empty for EXISTS and for a value
    /// @param words between test and query; empty for a value
    record Sublink(String prefix, List<Node> test, String words, QueryNode query) implements Node {}

    record Case(@Nullable Node operand, List<When> whens, Node otherwise) implements Node {
        record When(Node condition, Node result) {}
    }

    /// `COALESCE(…)` and other words with arguments.
    record Keyword(String word, List<Node> arguments) implements Node {}

    /// @param type printed behind when there are no elements
    record ArrayOf(List<Node> elements, String type) implements Node {}

    record Row(List<Node> fields) implements Node {}

    record RowCompare(Row left, String operator, Row right) implements Node {}

    record Subscript(Node array, List<Bound> bounds) implements Node {
        record Bound(@Nullable Node lower, @Nullable Node upper, boolean slice) {}
    }

    record Field(Node row, String name) implements Node {}

    record Collate(Node operand, String collation) implements Node {}
}
