package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// FROM clauses: what is read, and the names that it brings.
final class Froms {

    /// A FROM item with the names it brings.
    record Analyzed(FromItem item, FromScope scope) {}

    private final Analysis analysis;
    private final Joins joins;
    private final TableFunctions functions;

    Froms(Analysis analysis) {
        this.analysis = analysis;
        this.joins = new Joins(analysis, this);
        this.functions = new TableFunctions(analysis);
    }

    /// Analyzes a list and makes its names visible in `scope`.
    ///
    /// @return null for an empty list
    @Nullable
    FromItem analyze(List<FromNode> nodes, Scope scope) {
        FromItem all = null;
        for (FromNode node : nodes) {
            Analyzed next = analyze(node, scope);
            try {
                scope.setFrom(scope.from().with(next.scope()));
            } catch (SqlException e) {
                throw AnalysisErrors.at(e, node.position());
            }
            all = all == null ? next.item() : new FromItem.Join(FromItem.Join.Kind.INNER, all, next.item(), null);
        }
        return all;
    }

    /// One item; `scope` shows what stands left of it, for LATERAL.
    Analyzed analyze(FromNode node, Scope scope) {
        try {
            Analyzed analyzed =
                    switch (node) {
                        case FromNode.Table table -> table(table, scope);
                        case FromNode.Subquery subquery -> subquery(subquery, scope);
                        case FromNode.Functions calls -> functions.analyze(calls, scope);
                        case FromNode.Join join -> joins.analyze(join, scope);
                    };
            if (analysis.trace() != null && !(node instanceof FromNode.Join)) {
                analysis.trace().note(node, traced(analyzed));
            }
            return analyzed;
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, node.position());
        }
    }

    private static Trace.Item traced(Analyzed analyzed) {
        RangeItem item = analyzed.scope().items().getFirst();
        List<String> names = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (ScopeColumn column : item.columns()) {
            int position = column.expr() instanceof Expr.Column c ? c.column() : names.size();
            while (names.size() < position) {
                names.add("");
            }
            names.add(column.name());
            types.add(column.expr().type());
        }
        return new Trace.Item(item.relation(), item.table(), names, types, List.of(), List.of());
    }

    private Analyzed table(FromNode.Table node, Scope scope) {
        if (node.sample() != null) {
            throw AnalysisErrors.unsupported("TABLESAMPLE is not supported");
        }
        if (!node.name().isQualified()) {
            CommonTableScope common = scope.commonTable(node.name().last());
            if (common != null) {
                return commonTable(node, common);
            }
        }
        RelationDef relation = analysis.relation(node.name(), TableLockMode.ACCESS_SHARE);
        return relation instanceof RelationDef.View view ? view(node, view) : scan(node, relation);
    }

    private static String alias(FromNode.@Nullable Alias alias, String otherwise) {
        return alias == null ? otherwise : alias.name();
    }

    private Analyzed commonTable(FromNode.Table node, CommonTableScope common) {
        common.noteUse();
        int relation = analysis.nextRelation();
        String alias = alias(node.alias(), node.name().last());
        FromItem item = new FromItem.CommonTableScan(relation, common.id(), alias, common.columns());
        return new Analyzed(item, FromScope.of(named(relation, alias, common.columns(), node.alias(), null)));
    }

    private Analyzed scan(FromNode.Table node, RelationDef table) {
        int relation = analysis.nextRelation();
        analysis.noteScan(relation, table);
        analysis.accesses().scan(relation, table);
        String alias = alias(node.alias(), table.name());
        List<ScopeColumn> columns = columns(relation, table, node.alias());
        String schema = node.alias() == null ? table.schema() : null;
        RangeItem item = new RangeItem(relation, alias, schema, columns, table, false);
        return new Analyzed(new FromItem.Scan(relation, table, alias), FromScope.of(item));
    }

    /// The live columns of a table as a scope shows them.
    List<ScopeColumn> columns(int relation, RelationDef table, FromNode.@Nullable Alias alias) {
        List<ScopeColumn> columns = new ArrayList<>();
        List<String> names = alias == null ? List.of() : alias.columns();
        for (ColumnDef column : table.columns()) {
            if (!column.dropped()) {
                String name = columns.size() < names.size() ? names.get(columns.size()) : column.name();
                columns.add(new ScopeColumn(
                        name, new Expr.Column(relation, column.position(), column.name(), column.type())));
            }
        }
        checkAliases(alias, columns.size());
        return columns;
    }

    private static void checkAliases(FromNode.@Nullable Alias alias, int columns) {
        if (alias != null && alias.columns().size() > columns) {
            throw new SqlException(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "table \"" + alias.name() + "\" has " + columns + " columns available but "
                            + alias.columns().size() + " columns specified");
        }
    }

    private Analyzed view(FromNode.Table node, RelationDef.View view) {
        int relation = analysis.nextRelation();
        analysis.noteScan(relation, view);
        analysis.accesses().scan(relation, view);
        Query query = Views.expand(analysis, view);
        String alias = alias(node.alias(), view.name());
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < view.columns().size(); i++) {
            columns.add(new OutputColumn(
                    view.columns().get(i).name(), query.columns().get(i).type(), 0, 0));
        }
        RangeItem item = named(relation, alias, columns, node.alias(), view);
        return new Analyzed(new FromItem.Subquery(relation, query, alias, false), FromScope.of(item));
    }

    private Analyzed subquery(FromNode.Subquery node, Scope scope) {
        Scope outer = node.lateral() ? scope : outside(scope);
        Query query = analysis.queries().analyze(node.query(), outer, true);
        int relation = analysis.nextRelation();
        String alias = alias(node.alias(), "unnamed_subquery");
        FromItem item = new FromItem.Subquery(relation, query, alias, node.lateral());
        return new Analyzed(item, FromScope.of(named(relation, alias, query.columns(), node.alias(), null)));
    }

    /// What a FROM item that is not LATERAL sees: common tables and enclosing queries, not its neighbours.
    static Scope outside(Scope scope) {
        return scope.withoutFrom();
    }

    static RangeItem named(
            int relation,
            String alias,
            List<OutputColumn> columns,
            FromNode.@Nullable Alias given,
            @Nullable RelationDef table) {
        checkAliases(given, columns.size());
        List<String> names = given == null ? List.of() : given.columns();
        List<ScopeColumn> visible = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            String name = i < names.size() ? names.get(i) : column.name();
            visible.add(new ScopeColumn(name, new Expr.Column(relation, i, name, column.type())));
        }
        return new RangeItem(relation, alias, null, visible, table, false);
    }
}
