package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Joins: conditions, USING and NATURAL with their merged columns (PostgreSQL 18 manual, 7.2.1.1).
final class Joins {

    private final Analysis analysis;
    private final Froms froms;

    Joins(Analysis analysis, Froms froms) {
        this.analysis = analysis;
        this.froms = froms;
    }

    Froms.Analyzed analyze(FromNode.Join node, Scope scope) {
        FromScope before = scope.from();
        Froms.Analyzed left = froms.analyze(node.left(), scope);
        scope.setFrom(before.with(left.scope()));
        Froms.Analyzed right = froms.analyze(node.right(), scope);
        scope.setFrom(before);
        FromScope both = left.scope().with(right.scope());
        FromItem.Join.Kind kind = kind(node.kind());
        List<String> using = node.natural() ? shared(left.scope(), right.scope()) : node.using();
        Expr condition = null;
        if (using != null && !using.isEmpty()) {
            List<Expr> conditions = new ArrayList<>();
            both = named(merge(using, kind, left.scope(), right.scope(), conditions), using.size(), node);
            condition = conditions.size() == 1 ? conditions.getFirst() : new Expr.And(conditions, Expressions.BOOL);
        } else if (node.on() != null) {
            condition = on(node, scope, both);
        }
        FromItem item = new FromItem.Join(kind, left.item(), right.item(), condition);
        if (analysis.trace() != null) {
            List<String> merged = using == null ? List.of() : List.copyOf(using);
            List<ScopeColumn> columns = renamed(both, node).columns();
            List<String> names = columns.stream().map(ScopeColumn::name).toList();
            List<Expr> values = columns.stream().map(ScopeColumn::expr).toList();
            analysis.trace().note(node, new Trace.Item(-1, null, names, List.of(), merged, values));
        }
        return new Froms.Analyzed(item, renamed(both, node));
    }

    private Expr on(FromNode.Join node, Scope scope, FromScope both) {
        // A join's condition sees what is joined, not what stands beside the join.
        Scope inner = new Scope(scope.withoutFrom());
        inner.setFrom(both);
        return analysis.expressions()
                .condition(Objects.requireNonNull(node.on()), Place.plain(inner, "JOIN/ON"), "JOIN/ON");
    }

    private static FromItem.Join.Kind kind(FromNode.Kind kind) {
        return switch (kind) {
            case CROSS, INNER -> FromItem.Join.Kind.INNER;
            case LEFT -> FromItem.Join.Kind.LEFT;
            case RIGHT -> FromItem.Join.Kind.RIGHT;
            case FULL -> FromItem.Join.Kind.FULL;
        };
    }

    private static List<String> shared(FromScope left, FromScope right) {
        return left.columns().stream()
                .map(ScopeColumn::name)
                .filter(name -> right.columns().stream().anyMatch(c -> c.name().equals(name)))
                .distinct()
                .toList();
    }

    private FromScope merge(
            List<String> using, FromItem.Join.Kind kind, FromScope left, FromScope right, List<Expr> conditions) {
        List<ScopeColumn> columns = new ArrayList<>();
        for (String name : using) {
            Expr a = analysis.expressions().columns().read(side(left, name, "left"));
            Expr b = analysis.expressions().columns().read(side(right, name, "right"));
            Expr.Call equal = analysis.operators().binary("=", a, b);
            conditions.add(equal);
            columns.add(new ScopeColumn(name, merged(kind, a, b)));
        }
        left.columns().stream().filter(c -> !using.contains(c.name())).forEach(columns::add);
        right.columns().stream().filter(c -> !using.contains(c.name())).forEach(columns::add);
        return left.with(right).withColumns(columns);
    }

    private Expr merged(FromItem.Join.Kind kind, Expr left, Expr right) {
        List<Expr> unified = analysis.coercion().unify(List.of(left, right), "JOIN/USING");
        return switch (kind) {
            case INNER, LEFT -> unified.getFirst();
            case RIGHT -> unified.getLast();
            case FULL -> new Expr.Coalesce(unified, unified.getFirst().type());
        };
    }

    private static Expr side(FromScope scope, String name, String side) {
        Expr found = null;
        for (ScopeColumn column : scope.columns()) {
            if (column.name().equals(name)) {
                if (found != null) {
                    throw new SqlException(
                            SqlState.AMBIGUOUS_COLUMN,
                            "common column name \"" + name + "\" appears more than once in " + side + " table");
                }
                found = column.expr();
            }
        }
        if (found == null) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + name + "\" specified in USING clause does not exist in " + side + " table");
        }
        return found;
    }

    // `USING (…) AS alias` names the merged columns.
    private static FromScope named(FromScope merged, int using, FromNode.Join node) {
        if (node.usingAlias().isEmpty()) {
            return merged;
        }
        List<ScopeColumn> columns = merged.columns().subList(0, using);
        RangeItem alias = new RangeItem(-1, node.usingAlias(), null, columns, null, false);
        return merged.with(new FromScope(List.of(alias), List.of()));
    }

    private static FromScope renamed(FromScope scope, FromNode.Join node) {
        FromNode.@Nullable Alias alias = node.alias();
        if (alias == null) {
            return scope;
        }
        List<ScopeColumn> columns = new ArrayList<>();
        for (int i = 0; i < scope.columns().size(); i++) {
            ScopeColumn column = scope.columns().get(i);
            String name = i < alias.columns().size() ? alias.columns().get(i) : column.name();
            columns.add(new ScopeColumn(name, column.expr()));
        }
        return FromScope.of(new RangeItem(-1, alias.name(), null, columns, null, false));
    }
}
