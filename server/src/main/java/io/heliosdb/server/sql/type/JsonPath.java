package io.heliosdb.server.sql.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of `jsonpath`: a path expression of the SQL/JSON path language (PostgreSQL 18 manual, 9.16.2). Never
/// changed once made.
///
/// @param strict whether structural errors count
public record JsonPath(boolean strict, Node root) {

    /// The last level of `.**`.
    public static final int LAST_LEVEL = -1;

    /// Reads the text form.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42601, 22P02
    public static JsonPath parse(String text) {
        return new JsonPathParser(text).parse();
    }

    /// The text form, every key in quotes.
    public String text() {
        return JsonPathWriter.write(this);
    }

    /// Part of a path expression.
    public sealed interface Node {}

    /// A literal.
    public record Literal(JsonValue value) implements Node {}

    /// `$name`.
    public record Variable(String name) implements Node {}

    /// `$`.
    public record Root() implements Node {}

    /// `@`.
    public record Current() implements Node {}

    /// `last`, inside subscripts.
    public record Last() implements Node {}

    /// Something followed by accessors.
    public record Accessed(Node base, List<Accessor> accessors) implements Node {
        public Accessed {
            accessors = List.copyOf(accessors);
        }
    }

    /// Arithmetic with two operands.
    public record Arithmetic(Operator operator, Node left, Node right) implements Node {}

    /// A sign before an operand.
    public record Sign(boolean minus, Node operand) implements Node {}

    /// What gives true, false or unknown.
    public sealed interface Predicate extends Node {}

    public record And(Node left, Node right) implements Predicate {}

    public record Or(Node left, Node right) implements Predicate {}

    public record Not(Node operand) implements Predicate {}

    public record IsUnknown(Node operand) implements Predicate {}

    public record Exists(Node operand) implements Predicate {}

    public record Comparison(Operator operator, Node left, Node right) implements Predicate {}

    public record StartsWith(Node whole, Node start) implements Predicate {}

    /// @param flags of `i`, `s`, `m`, `x`, `q`, in this order
    public record LikeRegex(Node operand, String pattern, String flags) implements Predicate {}

    /// Operators with two operands, and how tightly they bind.
    public enum Operator {
        EQUAL("==", 2),
        NOT_EQUAL("!=", 2),
        LESS("<", 2),
        LESS_OR_EQUAL("<=", 2),
        GREATER(">", 2),
        GREATER_OR_EQUAL(">=", 2),
        ADD("+", 3),
        SUBTRACT("-", 3),
        MULTIPLY("*", 4),
        DIVIDE("/", 4),
        MODULO("%", 4);

        private final String symbol;
        private final int priority;

        Operator(String symbol, int priority) {
            this.symbol = symbol;
            this.priority = priority;
        }

        public String symbol() {
            return symbol;
        }

        int priority() {
            return priority;
        }
    }

    /// A step from a value to others.
    public sealed interface Accessor {}

    public record Key(String name) implements Accessor {}

    /// `.*`.
    public record AnyKey() implements Accessor {}

    /// `.**{first to last}`; `LAST_LEVEL` stands for the leaves.
    public record AnyLevel(int first, int last) implements Accessor {}

    /// `[*]`.
    public record AnyElement() implements Accessor {}

    /// `[from to to, …]`.
    public record Elements(List<Range> ranges) implements Accessor {
        public Elements {
            ranges = List.copyOf(ranges);
        }
    }

    /// @param to null for a single subscript
    public record Range(Node from, @Nullable Node to) {}

    public record Filter(Node predicate) implements Accessor {}

    /// `.type()` and its kin.
    ///
    /// @param template of `.datetime("…")`; else null
    public record Method(Kind kind, @Nullable String template) implements Accessor {
        /// The methods by their names.
        public enum Kind {
            TYPE,
            SIZE,
            ABS,
            FLOOR,
            CEILING,
            DOUBLE,
            DATETIME,
            KEYVALUE
        }
    }
}
