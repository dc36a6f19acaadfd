package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Comparison;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.SortKeySpec;
import io.heliosdb.server.sql.exec.Window;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Plans window functions: one node for each window that is used.
final class WindowPlanner {

    private final Translator translator;
    private final UnaryOperator<Expr> grouped;

    /// @param grouped what grouping makes of an expression of a window
    WindowPlanner(Translator translator, UnaryOperator<Expr> grouped) {
        this.translator = translator;
        this.grouped = grouped;
    }

    SelectPlanner.Stage plan(SelectPlanner.Stage stage, List<Query.WindowDef> windows) {
        SelectPlanner.Stage current = stage;
        for (int i = 0; i < windows.size(); i++) {
            current = window(current, i, windows.get(i));
        }
        return current;
    }

    private SelectPlanner.Stage window(SelectPlanner.Stage stage, int index, Query.WindowDef def) {
        List<Expr.WindowCall> calls = new ArrayList<>();
        for (Expr target : stage.targets()) {
            Exprs.visit(target, e -> {
                if (e instanceof Expr.WindowCall call && call.window() == index && !calls.contains(call)) {
                    calls.add(call);
                }
            });
        }
        if (calls.isEmpty()) {
            return stage;
        }
        int relation = translator.layout().newRelation("window");
        int slot = translator.layout().slot(relation);
        PlanNode node = new Window(
                stage.node(), spec(def), calls.stream().map(this::call).toList(), stage.slots(), slot);
        List<Expr> targets = new ArrayList<>();
        for (Expr target : stage.targets()) {
            targets.add(Exprs.replace(target, e -> {
                int at = e instanceof Expr.WindowCall ? calls.indexOf(e) : -1;
                return at < 0 ? null : new Expr.Column(relation, at, "", e.type());
            }));
        }
        int[] slots = IntStream.concat(IntStream.of(stage.slots()), IntStream.of(slot))
                .toArray();
        return new SelectPlanner.Stage(node, targets, null, slots);
    }

    private Window.WindowSpec spec(Query.WindowDef def) {
        List<Eval> evals = new ArrayList<>();
        List<SortKeySpec> keys = new ArrayList<>();
        for (Expr expr : def.partition()) {
            keys.add(new SortKeySpec(evals.size(), expr.baseType(), false, false));
            evals.add(translator.compiler().compile(grouped.apply(expr)));
        }
        for (Expr.Aggregate.Order order : def.order()) {
            keys.add(new SortKeySpec(evals.size(), order.key().baseType(), order.descending(), order.nullsFirst()));
            evals.add(translator.compiler().compile(grouped.apply(order.key())));
        }
        Query.Frame frame = def.frame();
        Window.FrameSpec compiled = new Window.FrameSpec(
                frame.unit(),
                frame.start(),
                translator.compiler().optionalEval(frame.startOffset()),
                frame.end(),
                translator.compiler().optionalEval(frame.endOffset()),
                frame.exclusion(),
                operator(frame.rangeMinus()),
                operator(frame.rangePlus()));
        return new Window.WindowSpec(evals, def.partition().size(), keys, compiled);
    }

    private static @Nullable Eval operator(@Nullable OperatorDef operator) {
        return operator == null ? null : Comparison.onOperands(operator);
    }

    private Window.Call call(Expr.WindowCall call) {
        Implementation bound =
                call.function().implementation().bind(ExprCompiler.types(call.arguments()), call.baseType());
        if (bound instanceof Implementation.Window(var body)) {
            return new Window.Call(body, null, translator.compiler().all(call.arguments()), null);
        }
        Expr.Aggregate aggregate = new Expr.Aggregate(
                call.function(), List.of(), call.arguments(), false, List.of(), call.filter(), call.type());
        return new Window.Call(null, GroupPlanner.compile(aggregate, translator), List.of(), null);
    }
}
