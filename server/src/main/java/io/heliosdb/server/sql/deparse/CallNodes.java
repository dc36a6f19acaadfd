package io.heliosdb.server.sql.deparse;

import static io.heliosdb.server.sql.deparse.Node.Piece.tight;
import static io.heliosdb.server.sql.deparse.Node.Piece.words;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Calls of functions, aggregates and window functions, and the functions that SQL gives a syntax of their own.
final class CallNodes {

    private final NodeBuilder builder;

    CallNodes(NodeBuilder builder) {
        this.builder = builder;
    }

    Node call(Expression.Call call, Expr own) {
        return switch (own) {
            case Expr.Aggregate a -> aggregate(call, a);
            case Expr.WindowCall w ->
                new Node.Call(
                        name(w.function()),
                        arguments(call, w.function(), w.arguments()),
                        false,
                        extra(call, List.of()));
            case Expr.Call c
            when c.operator() == null && c.function().name().equals(call.name().last()) -> plain(call, c);
            // `type(value)` is a cast.
            default -> {
                Expression operand = call.arguments().getFirst().value();
                yield own instanceof Expr.Constant
                        ? builder.of(operand, own)
                        : new Node.Cast(
                                builder.of(operand),
                                builder.naming().type(own.type()),
                                false,
                                NodeBuilder.isFunction(own));
            }
        };
    }

    private String name(FunctionDef function) {
        return builder.naming().function(function);
    }

    private Node plain(Expression.Call call, Expr.Call own) {
        if (isSyntax(call)) {
            Node special = syntax(own.function().name(), values(call, own));
            if (special != null) {
                return special;
            }
        }
        boolean spread = call.modifiers().variadic() || isCollected(call, own);
        return new Node.Call(name(own.function()), arguments(call, own.function(), own.arguments()), spread, null);
    }

    /// The parser puts functions with a syntax of their own into `pg_catalog`.
    private static boolean isSyntax(Expression.Call call) {
        return call.name().isQualified() && call.name().parts().getFirst().equals(Catalog.SYSTEM_SCHEMA);
    }

    private List<Node> values(Expression.Call call, Expr.Call own) {
        return arguments(call, own.function(), own.arguments()).stream()
                .map(Node.Argument::value)
                .toList();
    }

    /// Whether analysis put the last arguments into an array, as a VARIADIC parameter takes them.
    private static boolean isCollected(Expression.Call call, Expr.Call own) {
        FunctionDef function = own.function();
        int last = function.arguments().size() - 1;
        return function.variadic()
                && !call.modifiers().variadic()
                && own.arguments().size() == last + 1
                && call.arguments().size() > last
                && own.arguments().get(last) instanceof Expr.ArrayOf;
    }

    private List<Node.Argument> arguments(Expression.Call call, FunctionDef function, List<Expr> used) {
        List<Node.Argument> arguments = new ArrayList<>();
        int last = function.arguments().size() - 1;
        boolean collected = function.variadic()
                && !call.modifiers().variadic()
                && used.size() == last + 1
                && call.arguments().size() > last
                && used.get(last) instanceof Expr.ArrayOf;
        int plain = collected ? last : call.arguments().size();
        for (int i = 0; i < plain; i++) {
            Expression.Call.Argument argument = call.arguments().get(i);
            int place = argument.name().isEmpty()
                    ? i
                    : function.parameters().names().indexOf(argument.name());
            Expr value = place < used.size() ? used.get(place) : null;
            boolean any = function.variadic()
                    && place >= last
                    && function.arguments().get(last).equals(Types.ANY);
            Node shown = any ? builder.raw(argument.value(), value) : builder.of(argument.value(), value);
            arguments.add(new Node.Argument(argument.name(), shown));
        }
        if (collected) {
            Expr.ArrayOf array = (Expr.ArrayOf) used.get(last);
            List<Expression> rest = call
                    .arguments()
                    .subList(last, call.arguments().size())
                    .stream()
                    .map(Expression.Call.Argument::value)
                    .toList();
            arguments.add(new Node.Argument("", new Node.ArrayOf(builder.all(rest, array.elements()), "")));
        }
        return arguments;
    }

    private Node aggregate(Expression.Call call, Expr.Aggregate own) {
        boolean withinGroup = call.modifiers().withinGroup();
        List<Expr> used = withinGroup ? own.direct() : own.arguments();
        List<Expr> keys = own.order().stream().map(Expr.Aggregate.Order::key).toList();
        return new Node.Call(name(own.function()), arguments(call, own.function(), used), false, extra(call, keys));
    }

    private Node.Extra extra(Expression.Call call, List<Expr> keys) {
        Expression.Call.Modifiers modifiers = call.modifiers();
        Expression filter = modifiers.filter();
        return new Node.Extra(
                modifiers.star(),
                modifiers.distinct(),
                modifiers.withinGroup(),
                sortKeys(modifiers.order(), keys),
                filter == null ? null : builder.of(filter),
                call.over());
    }

    List<Node.SortKey> sortKeys(List<SortItem> items, List<Expr> used) {
        List<Node.SortKey> keys = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            SortItem item = items.get(i);
            Node key = builder.of(item.key(), i < used.size() ? used.get(i) : null);
            keys.add(new Node.SortKey(key, isDescending(item), nullsFirst(item)));
        }
        return keys;
    }

    private static boolean isDescending(SortItem item) {
        return item.descending() || item.using().equals(">");
    }

    private static boolean nullsFirst(SortItem item) {
        return switch (item.nulls()) {
            case FIRST -> true;
            case LAST -> false;
            case DEFAULT -> isDescending(item);
        };
    }

    Node atTimeZone(Expression.AtTimeZone a, Expr.Call own) {
        return new Node.Syntax(List.of(
                words("("),
                tight(builder.of(a.operand(), own.arguments().getLast())),
                words(" AT TIME ZONE "),
                tight(builder.of(a.zone(), own.arguments().getFirst())),
                words(")")));
    }

    /// The function in its own syntax; null when it has none.
    private static @Nullable Node syntax(String name, List<Node> values) {
        List<Node.Piece> pieces =
                switch (name) {
                    case "extract" ->
                        List.of(
                                words("EXTRACT(" + field(values.getFirst()) + " FROM "),
                                Node.Piece.of(values.getLast()),
                                words(")"));
                    case "position" ->
                        List.of(
                                words("POSITION(("),
                                Node.Piece.of(values.getLast()),
                                words(") IN ("),
                                Node.Piece.of(values.getFirst()),
                                words("))"));
                    case "substring" -> list("SUBSTRING(", values, " FROM ", " FOR ");
                    case "overlay" -> list("OVERLAY(", values, " PLACING ", " FROM ", " FOR ");
                    case "btrim" -> trim("BOTH", values);
                    case "ltrim" -> trim("LEADING", values);
                    case "rtrim" -> trim("TRAILING", values);
                    case "overlaps" -> overlaps(values);
                    default -> null;
                };
        return pieces == null ? null : new Node.Syntax(pieces);
    }

    private static String field(Node constant) {
        String literal = constant instanceof Node.Const c ? c.literal() : "";
        return literal.length() < 2
                ? literal
                : Identifiers.quote(literal.substring(1, literal.length() - 1).toLowerCase(Locale.ROOT));
    }

    private static List<Node.Piece> list(String start, List<Node> values, String... between) {
        List<Node.Piece> pieces = new ArrayList<>(List.of(words(start), Node.Piece.of(values.getFirst())));
        for (int i = 1; i < values.size(); i++) {
            pieces.add(words(between[i - 1]));
            pieces.add(Node.Piece.of(values.get(i)));
        }
        pieces.add(words(")"));
        return pieces;
    }

    private static List<Node.Piece> trim(String side, List<Node> values) {
        List<Node.Piece> pieces = new ArrayList<>(List.of(words("TRIM(" + side)));
        if (values.size() > 1) {
            pieces.add(words(" "));
            pieces.add(Node.Piece.of(values.get(1)));
        }
        pieces.add(words(" FROM "));
        pieces.add(Node.Piece.of(values.getFirst()));
        pieces.add(words(")"));
        return pieces;
    }

    private static List<Node.Piece> overlaps(List<Node> values) {
        return List.of(
                words("(("),
                Node.Piece.of(values.get(0)),
                words(", "),
                Node.Piece.of(values.get(1)),
                words(") OVERLAPS ("),
                Node.Piece.of(values.get(2)),
                words(", "),
                Node.Piece.of(values.get(3)),
                words("))"));
    }
}
