package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.References;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Conditions of triggers, over the rows OLD and NEW.
final class TriggerConditions {

    /// The numbers of the two rows.
    private static final int OLD = 0;

    private static final int NEW = 1;

    private static final String PLACE = "trigger WHEN conditions";

    private final Analysis analysis;

    TriggerConditions(Builtins builtins, AnalysisContext context) {
        this.analysis = new Analysis(context.withPath(context.path().unchecked()), builtins, List.of());
    }

    private RangeItem row(int number, String alias, RelationDef relation) {
        return new RangeItem(
                number, alias, null, analysis.queries().froms().columns(number, relation, null), relation, false);
    }

    private Place place(RelationDef relation) {
        Scope scope = new Scope(null);
        scope.setFrom(FromScope.of(row(OLD, "old", relation)).with(FromScope.of(row(NEW, "new", relation))));
        return Place.plain(scope, PLACE);
    }

    Expr condition(String sql, RelationDef relation) {
        return analysis.expressions().condition(SqlParser.parseExpression(sql), place(relation), "WHEN");
    }

    TracedExpression traced(Expression condition, RelationDef relation) {
        Trace trace = analysis.startTrace();
        Expr value = analysis.expressions().condition(condition, place(relation), "WHEN");
        return new TracedExpression(condition, trace, value);
    }

    Set<Integer> columns(TriggerDef trigger, RelationDef relation) {
        Set<Integer> columns = new HashSet<>();
        if (trigger.whenSql() != null) {
            Expression condition = SqlParser.parseExpression(trigger.whenSql());
            traced(condition, relation).trace().columns().forEach(column -> columns.add(column.column()));
        }
        return columns;
    }

    private static Set<References.ColumnKey> columnsOf(Expr condition) {
        return References.ofAll(List.of(condition)).columns().keySet();
    }

    void check(TriggerDef trigger, RelationDef relation) {
        Expr condition = condition(String.valueOf(trigger.whenSql()), relation);
        if (Exprs.any(condition, TriggerConditions::isSubquery)) {
            throw AnalysisErrors.unsupported("cannot use subquery in trigger WHEN condition");
        }
        for (References.ColumnKey key : columnsOf(condition)) {
            if (!trigger.isRow()) {
                throw invalid("statement trigger's WHEN condition cannot reference column values");
            }
            boolean old = key.relation() == OLD;
            if (old && trigger.firesOn(TriggerDef.Event.INSERT)) {
                throw invalid("INSERT trigger's WHEN condition cannot reference OLD values");
            }
            if (!old && trigger.firesOn(TriggerDef.Event.DELETE)) {
                throw invalid("DELETE trigger's WHEN condition cannot reference NEW values");
            }
            if (!old && trigger.timing() == TriggerDef.Timing.BEFORE) {
                checkEarly(key.column(), relation);
            }
        }
    }

    private static boolean isSubquery(Expr expr) {
        return expr instanceof Expr.Exists
                || expr instanceof Expr.ScalarSubquery
                || expr instanceof Expr.OverSubquery
                || expr instanceof Expr.ArraySubquery;
    }

    private static void checkEarly(int column, RelationDef relation) {
        if (column < 0) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "BEFORE trigger's WHEN condition cannot reference NEW system columns");
        }
        ColumnDef def = relation.columns().get(column);
        if (def.generated()) {
            throw invalid("BEFORE trigger's WHEN condition cannot reference NEW generated columns")
                    .withDetail("Column \"" + def.name() + "\" is a generated column.");
        }
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }
}
