package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.analyze.Changes.ChangeTarget;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import java.util.List;

/// Expressions that are stored as text with a table, on their own.
final class StoredExpressions {

    private final Analysis analysis;

    StoredExpressions(Builtins builtins, AnalysisContext context) {
        this.analysis = new Analysis(context, builtins, List.of());
    }

    private Scope rowScope(RelationDef.Table table, int relation) {
        Scope scope = new Scope(null);
        scope.setFrom(FromScope.of(item(table, relation)));
        return scope;
    }

    private RangeItem item(RelationDef.Table table, int relation) {
        List<ScopeColumn> columns = analysis.queries().froms().columns(relation, table, null);
        return new RangeItem(relation, table.name(), table.schema(), columns, table, false);
    }

    Expr value(String sql, RelationDef.Table table, int relation) {
        Expression parsed = SqlParser.parseExpression(sql);
        Place place = Place.plain(rowScope(table, relation), "index expressions");
        return analysis.coercion().known(analysis.expressions().analyze(parsed, place));
    }

    Expr condition(String sql, RelationDef.Table table, int relation) {
        Expression parsed = SqlParser.parseExpression(sql);
        Place place = Place.plain(rowScope(table, relation), "check constraints");
        return analysis.expressions().condition(parsed, place, "CHECK");
    }

    Expr defaultOf(ColumnDef column, RelationDef.Table table) {
        ChangeTarget target = new ChangeTarget(table, 0, item(table, 0));
        return new TableExpressions(analysis, target).defaultOf(column);
    }
}
