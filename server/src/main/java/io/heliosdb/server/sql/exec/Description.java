package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what EXPLAIN shows of one node.
public interface Description {

    /// The node's name, such as `Seq Scan`, and what follows it, such as ` on t`.
    void title(String name, String rest);

    /// A property with a text value.
    void property(String name, String value);

    /// A property with expressions; nothing when there are none.
    void expressions(String name, List<Expr> expressions);

    /// A property with one expression; nothing for null.
    default void condition(String name, @Nullable Compiled condition) {
        if (condition != null) {
            expressions(name, List.of(condition.expr()));
        }
    }

    /// Plans of subqueries in expressions are found in these.
    default void silent(List<Expr> expressions) {}
}
