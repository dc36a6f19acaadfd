package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ON CONFLICT: which unique indexes arbitrate, and what is done instead.
final class Conflicts {

    private final Analysis analysis;
    private final ChangeTarget target;

    Conflicts(Analysis analysis, ChangeTarget target) {
        this.analysis = analysis;
        this.target = target;
    }

    DataChange.OnConflict analyze(ChangeNode.OnConflict node, Scope outer) {
        List<Integer> indexes = arbiters(node);
        int excluded = analysis.nextRelation();
        List<ChangeNode.Assignment> assignments = node.assignments();
        if (assignments == null) {
            return new DataChange.OnConflict(indexes, excluded, null, null);
        }
        if (indexes.isEmpty()) {
            throw AnalysisErrors.at(
                    AnalysisErrors.syntax("ON CONFLICT DO UPDATE requires inference specification or constraint name")
                            .withHint("For example, ON CONFLICT (column_name)."),
                    node.position());
        }
        // The proposed row's columns are read like those of the table.
        if (target.through() == null) {
            analysis.accesses().target(excluded, target.table());
        }
        Scope scope = new Scope(outer);
        List<ScopeColumn> columns = target.columnsOf(excluded);
        RangeItem item = new RangeItem(excluded, "excluded", null, columns, null, false);
        // Unqualified names mean the existing row; the proposed one is reached by EXCLUDED only.
        scope.setFrom(new FromScope(List.of(target.item(), item), target.item().columns()));
        Place place = Place.plain(scope, "ON CONFLICT");
        List<DataChange.Assignment> set = new Assignments(analysis, target).analyze(assignments, place);
        Expr where = node.where() == null
                ? null
                : analysis.expressions().condition(node.where(), Place.plain(scope, "WHERE"), "WHERE");
        return new DataChange.OnConflict(indexes, excluded, set, where);
    }

    private List<Integer> arbiters(ChangeNode.OnConflict node) {
        if (!node.constraint().isEmpty()) {
            for (ConstraintDef constraint : target.table().constraints()) {
                if (constraint instanceof ConstraintDef.Unique unique
                        && unique.name().equals(node.constraint())) {
                    target.table().indexes().stream()
                            .filter(index -> index.oid() == unique.indexOid())
                            .flatMap(index -> index.parts().stream())
                            .forEach(part -> read(part.column()));
                    return List.of(unique.indexOid());
                }
            }
            throw new SqlException(
                    SqlState.UNDEFINED_OBJECT,
                    "constraint \"" + node.constraint() + "\" for table \""
                            + target.table().name() + "\" does not exist");
        }
        if (node.columns().isEmpty()) {
            return List.of();
        }
        Set<Integer> columns = new HashSet<>();
        Set<Expr> expressions = new HashSet<>();
        for (ChangeNode.Inference inference : node.columns()) {
            if (inference.key() instanceof Expression.ColumnRef ref) {
                int column = target.column(
                                new ChangeNode.TargetColumn(ref.names().getLast(), ref.position()))
                        .position();
                read(column);
                columns.add(column);
            } else {
                expressions.add(overRow(inference.key(), target.item()));
            }
        }
        Expr within = node.inferenceWhere() == null ? null : condition(node.inferenceWhere(), target.item());
        List<Integer> found = new ArrayList<>();
        for (IndexDef index : target.table().indexes()) {
            if (index.unique() && matches(index, columns, expressions) && covers(index, within)) {
                found.add(index.oid());
            }
        }
        if (found.isEmpty()) {
            throw noArbiter();
        }
        return found;
    }

    static SqlException noArbiter() {
        return new SqlException(
                SqlState.INVALID_COLUMN_REFERENCE,
                "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }

    // To see what is in the way is to read it.
    private void read(int position) {
        ColumnDef column = target.table().columns().get(position);
        analysis.accesses().read(new Expr.Column(target.relation(), position, column.name(), column.type()));
    }

    private boolean matches(IndexDef index, Set<Integer> columns, Set<Expr> expressions) {
        Set<Integer> parts = new HashSet<>();
        Set<Expr> others = new HashSet<>();
        for (IndexDef.Part part : index.parts()) {
            String sql = part.expressionSql();
            if (sql == null) {
                parts.add(part.column());
            } else if (expressions.isEmpty()) {
                return false;
            } else {
                others.add(overRow(SqlParser.parseExpression(sql), target.own()));
            }
        }
        return parts.equals(columns) && others.equals(expressions);
    }

    // An index of a part of the rows sees only the conflicts that are within it.
    private boolean covers(IndexDef index, @Nullable Expr within) {
        String sql = index.predicateSql();
        return sql == null
                || within != null
                        && Implications.implies(within, condition(SqlParser.parseExpression(sql), target.own()));
    }

    private Expr condition(Expression node, RangeItem row) {
        return analysis.expressions().condition(node, over(row, "index predicates"), "WHERE");
    }

    private Expr overRow(Expression key, RangeItem row) {
        return analysis.coercion().known(analysis.expressions().analyze(key, over(row, "index expressions")));
    }

    private static Place over(RangeItem row, String where) {
        Scope scope = new Scope(null);
        scope.setFrom(FromScope.of(row));
        return Place.plain(scope, where);
    }
}
