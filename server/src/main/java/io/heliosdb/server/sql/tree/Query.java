package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query: what gives rows.
public sealed interface Query {

    /// What its rows look like to whoever reads it; hidden targets are left out.
    List<OutputColumn> columns();

    List<CommonTable> with();

    /// @param tableOid and `columnNumber` where the value comes straight from a table; else 0
    record OutputColumn(String name, DataType type, int tableOid, int columnNumber) {}

    /// A common table expression; a statement that changes data may be one.
    ///
    /// @param id unique in the statement
    record CommonTable(
            int id,
            String name,
            boolean recursive,
            @Nullable Boolean materialized,
            Body body) {
        public sealed interface Body {
            record OfQuery(Query query) implements Body {}

            /// `base UNION [ALL] step`, where `step` reads the table through a `FromItem.CommonTableScan`.
            record Recursive(Query base, Query step, boolean all) implements Body {}

            record OfChange(DataChange change) implements Body {}
        }
    }

    /// One SELECT.
    ///
    /// @param from comma-separated items are cross joins; null without FROM
    /// @param grouping null when the query is not grouped
    /// @param targets visible ones first, then hidden ones that ORDER BY, DISTINCT ON or windows need
    /// @param distinctOn target indexes; all visible targets for plain DISTINCT; empty for none
    record Select(
            List<CommonTable> with,
            @Nullable FromItem from,
            @Nullable Expr where,
            @Nullable GroupBy grouping,
            @Nullable Expr having,
            List<WindowDef> windows,
            List<Target> targets,
            List<Integer> distinctOn,
            Tail tail,
            List<RowLock> locks)
            implements Query {

        @Override
        public List<OutputColumn> columns() {
            return targets.stream().filter(t -> !t.hidden()).map(Target::output).toList();
        }
    }

    record SetOperation(
            List<CommonTable> with,
            Kind kind,
            boolean all,
            Query left,
            Query right,
            List<OutputColumn> columns,
            Tail tail)
            implements Query {
        public enum Kind {
            UNION,
            INTERSECT,
            EXCEPT
        }
    }

    record Values(List<CommonTable> with, List<List<Expr>> rows, List<OutputColumn> columns, Tail tail)
            implements Query {}

    /// ORDER BY, LIMIT and OFFSET, shared by every kind of query.
    record Tail(
            List<SortKey> order,
            @Nullable Expr limit,
            @Nullable Expr offset,
            boolean withTies) {
        public static final Tail NONE = new Tail(List.of(), null, null, false);
    }

    /// @param target index of the target (hidden ones counted)
    record SortKey(int target, boolean descending, boolean nullsFirst) {}

    record Target(Expr expr, OutputColumn output, boolean hidden) {}

    /// @param keys all grouping expressions
    /// @param sets each a set of indexes into `keys`; one set with all keys for a plain GROUP BY
    record GroupBy(List<Expr> keys, List<List<Integer>> sets) {}

    record WindowDef(List<Expr> partition, List<Expr.Aggregate.Order> order, Frame frame) {}

    /// @param start, end offsets are expressions for `n PRECEDING` and `n FOLLOWING`, null otherwise
    record Frame(
            Unit unit,
            Bound start,
            @Nullable Expr startOffset,
            Bound end,
            @Nullable Expr endOffset,
            Exclusion exclusion,
            @Nullable OperatorDef rangeMinus,
            @Nullable OperatorDef rangePlus) {
        public enum Unit {
            ROWS,
            RANGE,
            GROUPS
        }

        public enum Bound {
            UNBOUNDED_PRECEDING,
            PRECEDING,
            CURRENT_ROW,
            FOLLOWING,
            UNBOUNDED_FOLLOWING
        }

        public enum Exclusion {
            NO_OTHERS,
            CURRENT_ROW,
            GROUP,
            TIES
        }
    }

    /// `FOR UPDATE` and its kin, on one relation of the FROM.
    record RowLock(int relation, Strength strength, Wait waiting) {
        public enum Strength {
            KEY_SHARE,
            SHARE,
            NO_KEY_UPDATE,
            UPDATE
        }

        public enum Wait {
            BLOCK,
            NOWAIT,
            SKIP_LOCKED
        }
    }
}
