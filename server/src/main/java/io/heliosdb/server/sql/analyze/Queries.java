package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.CommonTable;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Tail;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Queries of every kind.
final class Queries {

    private final Analysis analysis;
    private final Targets targets;
    private final Windows windows;
    private final Froms froms;
    private final Selects selects;
    private final SetOperations setOperations;
    private final CommonTables commonTables;

    Queries(Analysis analysis) {
        this.analysis = analysis;
        this.targets = new Targets(analysis);
        this.windows = new Windows(analysis);
        this.froms = new Froms(analysis);
        this.selects = new Selects(analysis, this);
        this.setOperations = new SetOperations(analysis, this);
        this.commonTables = new CommonTables(analysis);
    }

    Targets targets() {
        return targets;
    }

    Windows windows() {
        return windows;
    }

    Froms froms() {
        return froms;
    }

    /// @param resolve whether outputs of unknown type become text; otherwise whoever uses the query decides
    Query analyze(QueryNode node, @Nullable Scope parent, boolean resolve) {
        Scope scope = new Scope(parent);
        List<CommonTable> with = with(node.clauses().with(), scope);
        Query query =
                switch (node) {
                    case QueryNode.Select select -> selects.analyze(select, scope, with, resolve);
                    case QueryNode.SetOperation operation -> setOperations.analyze(operation, scope, with, resolve);
                    case QueryNode.Values values -> values(values, scope, with, resolve);
                };
        if (analysis.trace() != null) {
            analysis.trace().note(node, query);
        }
        return query;
    }

    /// The common tables of a WITH clause, made visible in a scope.
    List<CommonTable> with(QueryNode.@Nullable With with, Scope scope) {
        return with == null ? List.of() : commonTables.analyze(with, scope);
    }

    private Query values(QueryNode.Values values, Scope scope, List<CommonTable> with, boolean resolve) {
        int width = values.rows().getFirst().size();
        Place place = Place.plain(scope, "VALUES");
        List<List<Expr>> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            if (row.size() != width) {
                throw AnalysisErrors.at(
                        AnalysisErrors.syntax("VALUES lists must all be the same length"),
                        row.getFirst().position());
            }
            rows.add(new ArrayList<>(analysis.expressions().analyzeAll(row, place)));
        }
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int column = i;
            List<Expr> exprs = rows.stream().map(row -> row.get(column)).toList();
            boolean allUnknown = exprs.stream().allMatch(e -> TypeRules.isUnknown(e.baseType()));
            if (!allUnknown || resolve) {
                List<Expr> unified = analysis.coercion().unify(exprs, "VALUES");
                DataType common = analysis.coercion().common(unified, "VALUES");
                for (int r = 0; r < rows.size(); r++) {
                    rows.get(r).set(column, unified.get(r));
                }
                columns.add(new OutputColumn("column" + (i + 1), common, 0, 0));
            } else {
                columns.add(new OutputColumn("column" + (i + 1), DataType.of(Types.UNKNOWN), 0, 0));
            }
        }
        Tail tail = tail(node -> setOperations.sortByColumn(node, columns), values.clauses(), scope);
        return new Query.Values(with, rows.stream().map(List::copyOf).toList(), columns, tail);
    }

    /// How one ORDER BY item is found among the targets.
    interface SortTarget {
        int find(Expression key);
    }

    Tail tail(SortTarget finder, QueryNode.Clauses clauses, Scope scope) {
        List<Query.SortKey> keys = new ArrayList<>();
        for (var item : clauses.order()) {
            keys.add(new Query.SortKey(finder.find(item.key()), Windows.isDescending(item), Windows.nullsFirst(item)));
        }
        QueryNode.Limit limit = clauses.limit();
        if (limit == null) {
            return keys.isEmpty() ? Tail.NONE : new Tail(keys, null, null, false);
        }
        if (limit.withTies() && keys.isEmpty()) {
            throw AnalysisErrors.syntax("WITH TIES cannot be specified without ORDER BY clause");
        }
        Scope outer = scope.parent() == null ? new Scope(null) : scope.parent();
        return new Tail(
                keys, count(limit.limit(), "LIMIT", outer), count(limit.offset(), "OFFSET", outer), limit.withTies());
    }

    private @Nullable Expr count(@Nullable Expression count, String clause, Scope scope) {
        if (count == null) {
            return null;
        }
        Expr value = analysis.expressions().analyze(count, Place.plain(scope, clause));
        Expr converted = analysis.coercion().convert(value, DataType.of(Types.INT8), CastDef.Context.ASSIGNMENT);
        if (converted == null || TypeRules.isString(value.baseType())) {
            throw AnalysisErrors.at(
                    AnalysisErrors.mismatch("argument of " + clause + " must be type bigint, not type "
                            + value.baseType().displayName(-1)),
                    count.position());
        }
        return converted;
    }

    /// The query with its columns converted implicitly to these types.
    Query converted(Query query, List<DataType> types) {
        List<OutputColumn> columns = query.columns();
        boolean same = true;
        for (int i = 0; i < columns.size(); i++) {
            same &= columns.get(i).type().type().equals(types.get(i).type());
        }
        if (same) {
            return query;
        }
        return switch (query) {
            case Query.Select select
            when select.tail().order().isEmpty() && select.distinctOn().isEmpty() -> convertedTargets(select, types);
            case Query.Values values when values.tail().order().isEmpty() -> convertedRows(values, types);
            default -> wrapped(query, types);
        };
    }

    private Query convertedTargets(Query.Select select, List<DataType> types) {
        List<Query.Target> changed = new ArrayList<>();
        int visible = 0;
        for (Query.Target target : select.targets()) {
            changed.add(
                    target.hidden()
                            ? target
                            : Targets.withExpr(
                                    target,
                                    analysis.coercion()
                                            .implicit(
                                                    target.expr(),
                                                    types.get(visible++).type())));
        }
        return new Query.Select(
                select.with(),
                select.from(),
                select.where(),
                select.grouping(),
                select.having(),
                select.windows(),
                changed,
                select.distinctOn(),
                select.tail(),
                select.locks());
    }

    private Query convertedRows(Query.Values values, List<DataType> types) {
        List<List<Expr>> rows = new ArrayList<>();
        for (List<Expr> row : values.rows()) {
            List<Expr> changed = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                changed.add(
                        analysis.coercion().implicit(row.get(i), types.get(i).type()));
            }
            rows.add(changed);
        }
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new OutputColumn(values.columns().get(i).name(), types.get(i), 0, 0));
        }
        return new Query.Values(values.with(), rows, columns, values.tail());
    }

    private Query wrapped(Query query, List<DataType> types) {
        int relation = analysis.nextRelation();
        List<Query.Target> wrapping = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            OutputColumn column = query.columns().get(i);
            Expr expr = new Expr.Column(relation, i, column.name(), column.type());
            Expr converted = analysis.coercion().implicit(expr, types.get(i).type());
            wrapping.add(new Query.Target(converted, new OutputColumn(column.name(), converted.type(), 0, 0), false));
        }
        FromItem from = new FromItem.Subquery(relation, query, "*SELECT*", false);
        return new Query.Select(
                List.of(), from, null, null, null, List.of(), wrapping, List.of(), Tail.NONE, List.of());
    }
}
