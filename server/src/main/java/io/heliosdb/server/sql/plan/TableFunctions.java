package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.FunctionScan;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;

/// Plans functions in FROM and set-returning functions in target lists.
final class TableFunctions {

    // PostgreSQL's guess for a function that says nothing.
    private static final double ROWS = 100;

    private final Translator translator;

    TableFunctions(Translator translator) {
        this.translator = translator;
    }

    PlanNode plan(FromItem.Functions item) {
        translator.layout().name(item.relation(), item.alias());
        int total = item.columns().size() - (item.ordinality() ? 1 : 0);
        List<FunctionScan.Call> calls = new ArrayList<>();
        for (int i = 0; i < item.calls().size(); i++) {
            Expr call = item.calls().get(i);
            int width = item.calls().size() == 1 ? total : width(call);
            calls.add(call(call, width));
        }
        String name = item.calls().getFirst() instanceof Expr.Call call
                ? call.function().name()
                : item.alias();
        return new FunctionScan(
                calls,
                item.ordinality(),
                translator.layout().slot(item.relation()),
                new FunctionScan.Shown(name, item.alias(), ROWS));
    }

    private static int width(Expr expr) {
        if (expr.baseType() instanceof RowType row && !row.fields().isEmpty()) {
            return row.fields().size();
        }
        if (expr instanceof Expr.Call call
                && call.function().implementation() instanceof Implementation.SetReturning set
                && set.columnNames().size() > 1) {
            return set.columnNames().size();
        }
        return 1;
    }

    private static List<Type> declared(Expr expr) {
        return expr.baseType().equals(Types.RECORD) && expr.baseType() instanceof RowType row
                ? row.fields().stream().map(f -> f.type().type()).toList()
                : List.of();
    }

    FunctionScan.Call call(Expr expr, int width) {
        boolean expand = width > 1 || expr.baseType() instanceof RowType;
        if (expr instanceof Expr.Call call
                && call.function().implementation().bind(ExprCompiler.types(call.arguments()), call.baseType())
                        instanceof Implementation.SetReturning(var body, var names)) {
            return new FunctionScan.Call(
                    body,
                    translator.compiler().all(call.arguments()),
                    call.function().strict(),
                    width,
                    expand,
                    declared(expr));
        }
        return new FunctionScan.Call(
                null, List.of(translator.compiler().compile(expr)), false, width, expand, declared(expr));
    }
}
