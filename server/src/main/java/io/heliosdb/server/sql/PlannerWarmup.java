package io.heliosdb.server.sql;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.exec.TableTriggers;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.plan.Environment;
import io.heliosdb.server.sql.plan.Planner;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans a query nobody asked for, since the first plan of a process takes most of a second: a node does it
/// before it says that it is ready. Any thread.
public final class PlannerWarmup {

    private static final DataType INT = DataType.of(Types.INT4);
    private static final DataType BOOL = DataType.of(Types.BOOL);
    private static final int RELATIONS = 3;

    private final SqlFunctions functions;

    private PlannerWarmup(SqlFunctions functions) {
        this.functions = functions;
    }

    /// Plans a join with a semi join and a grouped subquery.
    public static void run(SqlFunctions functions) {
        Planner.plan(new PlannerWarmup(functions).query(), new NoTables());
    }

    private record NoTables() implements Environment {

        @Override
        public TableAccess access(RelationDef.Table table) {
            throw new IllegalArgumentException("there is no table");
        }

        @Override
        public TableTriggers triggers(RelationDef.View view) {
            throw new IllegalArgumentException("there is no view");
        }

        @Override
        public boolean usesAlgebra() {
            return true;
        }

        @Override
        public RelationFigures figures(RelationDef relation) {
            return RelationFigures.unknown(relation);
        }
    }

    private Query query() {
        FromItem from = scan(0);
        List<Expr> where = new ArrayList<>();
        for (int i = 1; i < RELATIONS; i++) {
            from = new FromItem.Join(
                    FromItem.Join.Kind.INNER, from, scan(i), compare("=", column(i - 1, 1), column(i, 0)));
        }
        Query inner =
                select(scan(RELATIONS), compare("=", column(RELATIONS, 0), column(0, 0)), column(RELATIONS, 0), null);
        where.add(new Expr.Exists(inner, BOOL));
        FunctionDef max = functions.functions().named("max").stream()
                .filter(f -> f.result().equals(Types.INT4))
                .findFirst()
                .orElseThrow();
        int grouped = RELATIONS + 1;
        Expr greatest = new Expr.Aggregate(max, List.of(), List.of(column(grouped, 1)), false, List.of(), null, INT);
        Query scalar = select(
                scan(grouped),
                compare("=", column(grouped, 0), column(1, 0)),
                greatest,
                new Query.GroupBy(List.of(), List.of(List.of())));
        where.add(compare("<", column(1, 1), new Expr.ScalarSubquery(scalar, INT)));
        return select(from, new Expr.And(where, BOOL), column(0, 0), null);
    }

    private static Query select(FromItem from, Expr where, Expr target, Query.@Nullable GroupBy grouping) {
        Query.Target shown = new Query.Target(target, new Query.OutputColumn("c", INT, 0, 0), false);
        return new Query.Select(
                List.of(),
                from,
                where,
                grouping,
                null,
                List.of(),
                List.of(shown),
                List.of(),
                Query.Tail.NONE,
                List.of());
    }

    private static FromItem.Scan scan(int relation) {
        List<ColumnDef> columns = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            columns.add(new ColumnDef(number, "c" + number, INT, true, null, ColumnDef.Identity.NONE, false, false));
        }
        RelationDef relationDef =
                new RelationDef.Virtual(0, "pg_catalog", "warmup", columns, context -> List.<Object[]>of()
                        .iterator());
        return new FromItem.Scan(relation, relationDef, "r" + relation);
    }

    private static Expr column(int relation, int column) {
        return new Expr.Column(relation, column, "c" + column, INT);
    }

    private Expr compare(String name, Expr left, Expr right) {
        Type type = Types.INT4;
        OperatorDef operator = functions.operators().exact(name, type, type).orElseThrow();
        return new Expr.Call(operator.function(), operator, List.of(left, right), BOOL);
    }
}
