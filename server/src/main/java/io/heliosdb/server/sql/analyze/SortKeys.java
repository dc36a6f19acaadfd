package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import java.util.List;

/// Finds what ORDER BY and DISTINCT ON mean: a position, an output column, or any expression, which becomes a hidden
/// target.
final class SortKeys {

    private final Analysis analysis;
    private final List<Target> targets;
    private final Place place;

    /// @param targets may get hidden ones
    SortKeys(Analysis analysis, List<Target> targets, Place place) {
        this.analysis = analysis;
        this.targets = targets;
        this.place = place;
    }

    int find(Expression key) {
        try {
            return switch (key) {
                case Expression.NumberLiteral number -> position(number, targets, place.clause());
                case Expression.StringLiteral s ->
                    throw AnalysisErrors.syntax("non-integer constant in " + place.clause());
                case Expression.ColumnRef ref when ref.names().size() == 1 -> byName(ref);
                default -> byExpression(key);
            };
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, key.position());
        }
    }

    static int position(Expression.NumberLiteral number, List<Target> targets, String clause) {
        if (!number.integer()) {
            throw AnalysisErrors.syntax("non-integer constant in " + clause);
        }
        long visible = targets.stream().filter(t -> !t.hidden()).count();
        long position = number.text().length() > 9 ? Long.MAX_VALUE : Long.parseLong(number.text());
        if (position < 1 || position > visible) {
            throw new SqlException(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    clause + " position " + number.text() + " is not in select list");
        }
        return (int) position - 1;
    }

    private int byName(Expression.ColumnRef ref) {
        int found = outputColumn(ref.names().getFirst(), targets, place.clause());
        return found >= 0 ? found : byExpression(ref);
    }

    /// The visible target of that name; -1 when there is none.
    static int outputColumn(String name, List<Target> targets, String clause) {
        int found = -1;
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            if (!target.hidden() && target.output().name().equals(name)) {
                if (found >= 0 && !targets.get(found).expr().equals(target.expr())) {
                    throw new SqlException(SqlState.AMBIGUOUS_COLUMN, clause + " \"" + name + "\" is ambiguous");
                }
                found = found < 0 ? i : found;
            }
        }
        return found;
    }

    private int byExpression(Expression key) {
        Expr expr = analysis.coercion().known(analysis.expressions().analyze(key, place));
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).expr().equals(expr)) {
                return i;
            }
        }
        analysis.queries().windows().checkOrdered(expr);
        targets.add(new Target(expr, new OutputColumn(ColumnNames.NONE, expr.type(), 0, 0), true));
        return targets.size() - 1;
    }
}
