package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.RowLock;
import io.heliosdb.server.sql.tree.Query.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One SELECT.
final class Selects {

    private final Analysis analysis;
    private final Queries queries;

    Selects(Analysis analysis, Queries queries) {
        this.analysis = analysis;
        this.queries = queries;
    }

    Query analyze(QueryNode.Select node, Scope scope, List<Query.CommonTable> with, boolean resolve) {
        FromItem from = queries.froms().analyze(node.from(), scope);
        Expr where = node.where() == null
                ? null
                : analysis.expressions().condition(node.where(), Place.plain(scope, "WHERE"), "WHERE");
        Place.SelectState state = new Place.SelectState();
        node.windows().forEach(w -> state.name(w.name(), w.window()));
        List<Target> targets = queries.targets().analyze(node.items(), Place.of(scope, "SELECT", state));
        boolean distinct = node.distinct() != null;
        if (resolve || distinct || !node.clauses().order().isEmpty()) {
            targets.replaceAll(queries.targets()::known);
        }
        int visible = targets.size();
        Query.GroupBy grouping =
                node.grouping() == null ? null : new GroupingSets(analysis).analyze(node.grouping(), scope, targets);
        Expr having = node.having() == null
                ? null
                : analysis.expressions().condition(node.having(), Place.of(scope, "HAVING", state), "HAVING");
        SortKeys sortKeys = new SortKeys(analysis, targets, Place.of(scope, "ORDER BY", state));
        Query.Tail tail = queries.tail(sortKeys::find, node.clauses(), scope);
        List<Integer> distinctOn = distinct(node, sortKeys, tail, targets, visible);
        if (grouping == null && (having != null || state.hasAggregates())) {
            grouping = new Query.GroupBy(List.of(), List.of(List.of()));
        }
        if (grouping != null) {
            grouping = new GroupChecker(analysis, scope, grouping).check(targets, having, state.windows());
        }
        Query.Select select = new Query.Select(
                with,
                from,
                where,
                grouping,
                having,
                List.copyOf(state.windows()),
                List.copyOf(targets),
                distinctOn,
                tail,
                locks(node, scope, from));
        if (select.locks().isEmpty()) {
            return GroupedSets.moved(analysis, select);
        }
        analysis.noteWrite();
        return new SubqueryLocks(analysis).moved(select);
    }

    private List<Integer> distinct(
            QueryNode.Select node, SortKeys sortKeys, Query.Tail tail, List<Target> targets, int visible) {
        List<Expression> distinct = node.distinct();
        if (distinct == null) {
            return List.of();
        }
        List<Integer> indexes = new ArrayList<>();
        if (distinct.isEmpty()) {
            if (targets.size() > visible) {
                List<SortItem> order = node.clauses().order();
                throw AnalysisErrors.at(
                        new SqlException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "for SELECT DISTINCT, ORDER BY expressions must appear in select list"),
                        order.getFirst().key().position());
            }
            for (int i = 0; i < visible; i++) {
                requireEquality(targets.get(i).expr());
                indexes.add(i);
            }
            return indexes;
        }
        for (Expression key : distinct) {
            indexes.add(sortKeys.find(key));
        }
        int common = Math.min(indexes.size(), tail.order().size());
        for (int i = 0; i < common; i++) {
            if (!indexes.contains(tail.order().get(i).target())) {
                throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
            }
        }
        return indexes;
    }

    private void requireEquality(Expr expr) {
        if (!analysis.operators().isOrdered(expr.baseType())) {
            throw new SqlException(
                    SqlState.UNDEFINED_FUNCTION,
                    "could not identify an equality operator for type "
                            + expr.baseType().displayName(-1));
        }
    }

    static void checkLockable(Query.Select select) {
        String clause = select.grouping() != null
                ? "GROUP BY clause"
                : !select.distinctOn().isEmpty()
                        ? "DISTINCT clause"
                        : !select.windows().isEmpty() ? "window functions" : "";
        if (!clause.isEmpty()) {
            throw AnalysisErrors.unsupported("FOR UPDATE is not allowed with " + clause);
        }
    }

    private List<RowLock> locks(QueryNode.Select node, Scope scope, @Nullable FromItem from) {
        List<RowLock> locks = new ArrayList<>();
        for (QueryNode.Locking locking : node.clauses().locks()) {
            List<Integer> relations = new ArrayList<>();
            if (locking.tables().isEmpty()) {
                collectTables(from, relations);
            }
            for (QualifiedName table : locking.tables()) {
                RangeItem item = scope.from().items().stream()
                        .filter(i -> i.alias().equals(table.last()))
                        .findFirst()
                        .orElseThrow(() -> AnalysisErrors.at(
                                new SqlException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"" + table + "\" in " + clause(locking)
                                                + " clause not found in FROM clause"),
                                table.position()));
                relations.add(item.relation());
            }
            for (int relation : relations) {
                analysis.accesses().need(relation, Set.of(Privilege.UPDATE));
                locks.add(new RowLock(relation, strength(locking), waiting(locking)));
            }
        }
        return locks;
    }

    private static String clause(QueryNode.Locking locking) {
        return "FOR " + locking.strength().name().replace('_', ' ');
    }

    /// The relations that a lock without names is about: tables and subqueries.
    static void collectTables(@Nullable FromItem from, List<Integer> relations) {
        if (from instanceof FromItem.Subquery subquery) {
            relations.add(subquery.relation());
        } else if (from instanceof FromItem.Scan scan && scan.table() instanceof RelationDef.Table) {
            relations.add(scan.relation());
        } else if (from instanceof FromItem.Join join) {
            collectTables(Objects.requireNonNull(join.left()), relations);
            collectTables(join.right(), relations);
        }
    }

    private static RowLock.Strength strength(QueryNode.Locking locking) {
        return switch (locking.strength()) {
            case KEY_SHARE -> RowLock.Strength.KEY_SHARE;
            case SHARE -> RowLock.Strength.SHARE;
            case NO_KEY_UPDATE -> RowLock.Strength.NO_KEY_UPDATE;
            case UPDATE -> RowLock.Strength.UPDATE;
        };
    }

    private static RowLock.Wait waiting(QueryNode.Locking locking) {
        return switch (locking.waiting()) {
            case BLOCK -> RowLock.Wait.BLOCK;
            case NOWAIT -> RowLock.Wait.NOWAIT;
            case SKIP_LOCKED -> RowLock.Wait.SKIP_LOCKED;
        };
    }
}
