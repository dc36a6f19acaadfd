package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import java.util.List;

/// The names of output columns without alias, as PostgreSQL chooses them.
final class ColumnNames {

    static final String NONE = "?column?";

    /// A name and how good it is: 0 none, 1 a type's or construct's, 2 a column's or function's.
    private record Figured(String name, int strength) {}

    private static final Figured UNKNOWN = new Figured(NONE, 0);

    private ColumnNames() {}

    static String of(Expression expression) {
        return figure(expression).name();
    }

    private static Figured good(String name) {
        return new Figured(name, 2);
    }

    private static Figured figure(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef c -> good(c.names().getLast());
            case Expression.Field f -> good(f.name());
            case Expression.Call c -> good(c.name().last());
            case Expression.Keyword k -> good(k.name());
            case Expression.Subscript s -> figure(s.array());
            case Expression.Collate c -> figure(c.operand());
            case Expression.AtTimeZone a -> good("timezone");
            case Expression.Cast c -> {
                Figured inner = figure(c.operand());
                yield inner.strength() <= 1 ? new Figured(c.type().name().last(), 1) : inner;
            }
            case Expression.Case c -> {
                Figured inner = c.otherwise() == null ? UNKNOWN : figure(c.otherwise());
                yield inner.strength() <= 1 ? new Figured("case", 1) : inner;
            }
            case Expression.Coalesce c -> good("coalesce");
            case Expression.NullIf n -> good("nullif");
            case Expression.MinMax m -> good(m.greatest() ? "greatest" : "least");
            case Expression.Grouping g -> good("grouping");
            case Expression.Exists e -> good("exists");
            case Expression.ArrayQuery a -> good("array");
            case Expression.ArrayLiteral a -> good("array");
            case Expression.RowLiteral r -> good("row");
            case Expression.BooleanLiteral b -> new Figured("bool", 1);
            case Expression.ScalarQuery q -> query(q.query());
            default -> UNKNOWN;
        };
    }

    private static Figured query(QueryNode query) {
        return switch (query) {
            case QueryNode.Select s -> {
                List<QueryNode.SelectItem> items = s.items();
                if (items.size() != 1) {
                    yield UNKNOWN;
                }
                QueryNode.SelectItem item = items.getFirst();
                yield item.alias().isEmpty() ? figure(item.expression()) : good(item.alias());
            }
            case QueryNode.Values v -> good("column1");
            case QueryNode.SetOperation o -> query(o.left());
        };
    }
}
