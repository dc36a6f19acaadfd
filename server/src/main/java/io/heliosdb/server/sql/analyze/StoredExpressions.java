package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expressions that are stored as text with a table, on their own.
final class StoredExpressions {

    private final Analysis analysis;

    StoredExpressions(Builtins builtins, AnalysisContext context) {
        this.analysis = new Analysis(context.withPath(context.path().unchecked()), builtins, List.of());
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

    TracedExpression traced(Expression expression, @Nullable RelationDef row, @Nullable DataType target) {
        Trace trace = analysis.startTrace();
        Scope scope = new Scope(null);
        if (row != null) {
            List<ScopeColumn> columns = analysis.queries().froms().columns(0, row, null);
            scope.setFrom(FromScope.of(new RangeItem(0, row.name(), row.schema(), columns, row, false)));
        }
        Expr own = analysis.expressions().analyze(expression, Place.plain(scope, "DEFAULT"));
        Expr value = target == null ? null : analysis.coercion().convert(own, target, CastDef.Context.ASSIGNMENT);
        return new TracedExpression(
                expression, trace, value == null ? analysis.coercion().known(own) : value);
    }

    TracedExpression tracedDomain(Expression condition, DataType base) {
        Trace trace = analysis.startTrace();
        Scope scope = new Scope(null);
        ScopeColumn value = new ScopeColumn("value", new Expr.Column(0, 0, "value", base));
        scope.setFrom(FromScope.of(new RangeItem(0, "", null, List.of(value), null, false)));
        Expr meaning = analysis.expressions().analyze(condition, Place.plain(scope, "check constraints"));
        return new TracedExpression(condition, trace, analysis.coercion().known(meaning));
    }

    Expr value(String sql, RelationDef.Table table, int relation) {
        Expression parsed = SqlParser.parseExpression(sql);
        Place place = Place.plain(rowScope(table, relation), "index expressions");
        Expr value = analysis.coercion().known(analysis.expressions().analyze(parsed, place));
        return TableExpressions.ofTable(value, table, relation);
    }

    Expr condition(String sql, RelationDef.Table table, int relation) {
        Expression parsed = SqlParser.parseExpression(sql);
        Place place = Place.plain(rowScope(table, relation), "check constraints");
        Expr condition = analysis.expressions().condition(parsed, place, "CHECK");
        return TableExpressions.ofTable(condition, table, relation);
    }

    Expr domainCondition(String sql, DataType base, int relation) {
        Scope scope = new Scope(null);
        ScopeColumn value = new ScopeColumn("value", new Expr.Column(relation, 0, "value", base));
        scope.setFrom(FromScope.of(new RangeItem(relation, "", null, List.of(value), null, false)));
        Expression parsed = SqlParser.parseExpression(sql);
        return analysis.expressions().condition(parsed, Place.plain(scope, "check constraints"), "CHECK");
    }

    Expr conversion(ColumnDef column, DataType target, @Nullable Expression using, RelationDef.Table table) {
        Expr value = using == null
                ? new Expr.Column(0, column.position(), column.name(), column.type())
                : analysis.expressions().analyze(using, Place.plain(rowScope(table, 0), "transform expressions"));
        Expr converted = analysis.coercion().convert(value, target, CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            String type = target.type().displayName(-1);
            SqlException error = AnalysisErrors.mismatch(
                    using == null
                            ? "column \"" + column.name() + "\" cannot be cast automatically to type " + type
                            : "result of USING clause for column \"" + column.name()
                                    + "\" cannot be cast automatically to type " + type);
            throw error.withHint(
                    using == null
                            ? "You might need to specify \"USING " + Identifiers.quote(column.name()) + "::" + target
                                    + "\"."
                            : "You might need to add an explicit cast.");
        }
        return converted;
    }

    Expr generated(ColumnDef column, RelationDef.Table table, int relation) {
        ChangeTarget target = new ChangeTarget(table, relation, item(table, relation));
        return new TableExpressions(analysis, target).generated(column);
    }

    Expr defaultOf(ColumnDef column, RelationDef.Table table) {
        ChangeTarget target = new ChangeTarget(table, 0, item(table, 0));
        return new TableExpressions(analysis, target).defaultOf(column);
    }
}
