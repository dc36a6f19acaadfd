package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;

/// Fits what the last statement of a function gives to what the function was declared to return.
final class RoutineResults {

    private final Analysis analysis;
    private final Type result;

    RoutineResults(Analysis analysis, Type result) {
        this.analysis = analysis;
        this.result = result;
    }

    private SqlException mismatch(String detail) {
        return new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "return type mismatch in function declared to return " + result.displayName(-1))
                .withDetail(detail);
    }

    /// 42P13: the last statement gives no rows at all.
    SqlException noRows() {
        return mismatch("Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
    }

    /// The types of the columns that are wanted; those that are there when the function returns any record.
    private List<DataType> wanted(List<OutputColumn> given) {
        if (!(TypeRules.withoutDomain(result) instanceof RowType row)) {
            if (given.size() != 1) {
                throw mismatch("Final statement must return exactly one column.");
            }
            return List.of(DataType.of(result));
        }
        if (row.fields().isEmpty()) {
            return given.stream().map(OutputColumn::type).toList();
        }
        boolean whole = given.size() == 1
                && row.fields().size() != 1
                && given.getFirst().type().type() instanceof RowType;
        if (whole) {
            return List.of(DataType.of(result));
        }
        if (given.size() != row.fields().size()) {
            throw mismatch("Final statement returns too "
                    + (given.size() < row.fields().size() ? "few" : "many") + " columns.");
        }
        return row.fields().stream().map(RowType.Field::type).toList();
    }

    private Expr fitted(Expr value, DataType wanted, int column) {
        Expr converted = analysis.coercion().convert(value, DataType.of(wanted.type()), CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            boolean scalar = !(TypeRules.withoutDomain(result) instanceof RowType);
            throw mismatch(
                    scalar
                            ? "Actual return type is " + value.baseType().displayName(-1) + "."
                            : "Final statement returns " + value.baseType().displayName(-1) + " instead of "
                                    + wanted.type().displayName(-1) + " at column " + (column + 1) + ".");
        }
        return converted;
    }

    /// The query with its columns in the declared types.
    Query fitted(Query query) {
        List<OutputColumn> given = query.columns();
        List<DataType> wanted = wanted(given);
        if (given.stream()
                .map(OutputColumn::type)
                .map(DataType::type)
                .toList()
                .equals(wanted.stream().map(DataType::type).toList())) {
            return query;
        }
        int relation = analysis.nextRelation();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            OutputColumn column = given.get(i);
            Expr value = new Expr.Column(relation, i, column.name(), column.type());
            Expr fitted = fitted(value, wanted.get(i), i);
            targets.add(new Target(fitted, new OutputColumn(column.name(), fitted.type(), 0, 0), false));
        }
        return new Query.Select(
                List.of(),
                new FromItem.Subquery(relation, query, "*SELECT*", false),
                null,
                null,
                null,
                List.of(),
                targets,
                List.of(),
                Query.Tail.NONE,
                List.of());
    }

    /// The change with its RETURNING in the declared types.
    DataChange fitted(DataChange change) {
        List<Target> given = change.returning();
        if (given == null) {
            throw noRows();
        }
        List<DataType> wanted = wanted(given.stream().map(Target::output).toList());
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            targets.add(Targets.withExpr(given.get(i), fitted(given.get(i).expr(), wanted.get(i), i)));
        }
        return switch (change) {
            case DataChange.Insert c ->
                new DataChange.Insert(
                        c.with(),
                        c.table(),
                        c.relation(),
                        c.source(),
                        c.sourceRelation(),
                        c.row(),
                        c.checks(),
                        c.viewChecks(),
                        c.onConflict(),
                        targets);
            case DataChange.Update c ->
                new DataChange.Update(
                        c.with(),
                        c.table(),
                        c.relation(),
                        c.from(),
                        c.where(),
                        c.assignments(),
                        c.checks(),
                        c.viewChecks(),
                        targets);
            case DataChange.Delete c ->
                new DataChange.Delete(c.with(), c.table(), c.relation(), c.from(), c.where(), targets);
            case DataChange.InsteadOf c ->
                new DataChange.InsteadOf(
                        c.with(),
                        c.view(),
                        c.relation(),
                        c.event(),
                        c.source(),
                        c.where(),
                        c.row(),
                        c.viewChecks(),
                        targets);
            case DataChange.Merge c ->
                new DataChange.Merge(
                        c.with(), c.table(), c.relation(), c.source(), c.condition(), c.actions(), c.checks(), targets);
        };
    }

    /// Whether nothing is returned.
    boolean isVoid() {
        return result.equals(Types.VOID);
    }
}
