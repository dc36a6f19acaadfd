package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query as written. WITH, ORDER BY, LIMIT and locks belong to the outermost node that they stand behind.
public sealed interface QueryNode extends Statement {

    Clauses clauses();

    /// @param distinct null without DISTINCT; empty for plain DISTINCT; the expressions of DISTINCT ON
    /// @param into the table of SELECT INTO
    record Select(
            @Nullable List<Expression> distinct,
            List<SelectItem> items,
            List<FromNode> from,
            @Nullable Expression where,
            @Nullable Grouping grouping,
            @Nullable Expression having,
            List<NamedWindow> windows,
            @Nullable Into into,
            Clauses clauses,
            int position)
            implements QueryNode {}

    record SetOperation(Operator operator, boolean all, QueryNode left, QueryNode right, Clauses clauses, int position)
            implements QueryNode {
        public enum Operator {
            UNION,
            INTERSECT,
            EXCEPT
        }
    }

    record Values(List<List<Expression>> rows, Clauses clauses, int position) implements QueryNode {}

    /// What may stand around any query.
    record Clauses(
            @Nullable With with,
            List<SortItem> order,
            @Nullable Limit limit,
            List<Locking> locks) {
        public static final Clauses NONE = new Clauses(null, List.of(), null, List.of());
    }

    /// @param limit null for none or ALL
    record Limit(@Nullable Expression limit, @Nullable Expression offset, boolean withTies) {}

    /// @param tables those of `OF`; empty for all
    record Locking(Strength strength, List<QualifiedName> tables, Waiting waiting, int position) {}

    enum Strength {
        KEY_SHARE,
        SHARE,
        NO_KEY_UPDATE,
        UPDATE
    }

    enum Waiting {
        BLOCK,
        NOWAIT,
        SKIP_LOCKED
    }

    /// @param alias empty when there is none
    record SelectItem(Expression expression, String alias) {}

    /// @param items `Empty`, `Plain`, `Rollup` … in order
    record Grouping(List<Item> items, boolean distinct, int position) {
        public sealed interface Item {
            /// One expression; several in parentheses are a row.
            record Plain(Expression key) implements Item {}

            record Empty() implements Item {}

            record Rollup(List<Expression> keys) implements Item {}

            record Cube(List<Expression> keys) implements Item {}

            record Sets(List<Item> sets) implements Item {}
        }
    }

    record NamedWindow(String name, Window window) {}

    record Into(QualifiedName table, boolean temporary) {}

    record With(boolean recursive, List<CommonTable> tables, int position) {}

    /// @param columns column aliases; empty for none
    /// @param materialized null when not said
    record CommonTable(
            String name, List<String> columns, @Nullable Boolean materialized, Statement statement, int position) {}
}
