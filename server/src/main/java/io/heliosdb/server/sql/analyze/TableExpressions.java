package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Expressions stored as text with a table: defaults, generated values, CHECK constraints.
final class TableExpressions {

    private final Analysis analysis;
    private final ChangeTarget target;

    TableExpressions(Analysis analysis, ChangeTarget target) {
        this.analysis = analysis;
        this.target = target;
    }

    List<DataChange.Check> checks() {
        List<DataChange.Check> checks = new ArrayList<>();
        for (ConstraintDef constraint : target.table().constraints()) {
            if (constraint instanceof ConstraintDef.Check check) {
                Expression parsed = SqlParser.parseExpression(check.expressionSql());
                Place place = Place.plain(rowScope(), "CHECK");
                Expr condition = analysis.stored(() -> analysis.expressions().condition(parsed, place, "CHECK"));
                checks.add(new DataChange.Check(check.name(), ofTable(condition, target.table(), target.relation())));
            }
        }
        return checks;
    }

    /// An expression over a row that is not stored yet, which does not know its table: `tableoid` is written out.
    static Expr ofTable(Expr expr, RelationDef.Table table, int relation) {
        Expr oid = new Expr.Constant(Integer.toUnsignedLong(table.oid()), DataType.of(Types.OID));
        return Exprs.replace(
                expr,
                part -> part instanceof Expr.Column column
                                && column.relation() == relation
                                && column.column() == Names.TABLE_OID
                        ? oid
                        : null);
    }

    private Scope rowScope() {
        Scope scope = new Scope(null);
        scope.setFrom(FromScope.of(target.own()));
        return scope;
    }

    /// What a column gets when nothing is said; NULL without default, and for a generated one, whose value is
    /// known only once the others are.
    Expr defaultOf(ColumnDef column) {
        String given = target.defaultSql(column);
        String sql = given != null
                ? given
                : analysis.catalog().domainDefault(column.type().type()).orElse(null);
        if (column.generated()) {
            return new Expr.Constant(null, column.type());
        }
        if (sql == null) {
            return analysis.coercion().constrained(new Expr.Constant(null, column.type()));
        }
        Expression parsed = SqlParser.parseExpression(sql);
        Place place = Place.plain(new Scope(null), "DEFAULT");
        Expr stored = analysis.stored(() -> analysis.expressions().analyze(parsed, place));
        Expr value = column.identity() == ColumnDef.Identity.NONE ? stored : IdentityValues.of(stored);
        return Assignments.assign(analysis, column, value, target.name());
    }

    /// The expression of a generated column, over the row's other columns.
    Expr generated(ColumnDef column) {
        Expression parsed = SqlParser.parseExpression(Objects.requireNonNull(column.defaultSql()));
        Place place = Place.plain(rowScope(), "column generation");
        Expr value = analysis.stored(() -> analysis.expressions().analyze(parsed, place));
        Expr known = ofTable(value, target.table(), target.relation());
        return Assignments.assign(analysis, column, known, target.name());
    }
}
