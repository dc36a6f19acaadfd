package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.IndexBounds;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.Scans;
import io.heliosdb.server.sql.function.Volatility;
import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells plans that are over within microseconds, whatever the data: at most one row, found by a unique key, and
/// expressions whose cost does not depend on the length of a value.
final class ShortPlans {

    private ShortPlans() {}

    static boolean isShort(PlanNode node) {
        return switch (node) {
            case Basics.Project project -> isShort(project.child()) && areCheap(project.targets());
            case Basics.OneRow one -> true;
            case Scans.IndexScan scan -> findsOneRow(scan) && isCheap(scan.filter());
            default -> false;
        };
    }

    private static boolean findsOneRow(Scans.IndexScan scan) {
        List<IndexBounds.Match> equal = scan.bounds().equal();
        return scan.index().unique()
                && equal.size() == scan.index().parts().size()
                && equal.stream().allMatch(match -> match instanceof IndexBounds.Match.Value)
                && scan.bounds().conditions().stream().allMatch(ShortPlans::isComparison);
    }

    // The value that is looked for may be long, but it is only compared.
    private static boolean isComparison(Expr condition) {
        return condition instanceof Expr.Call call && call.arguments().stream().allMatch(ShortPlans::isCheap);
    }

    private static boolean areCheap(List<Compiled> expressions) {
        return expressions.stream().allMatch(ShortPlans::isCheap);
    }

    private static boolean isCheap(@Nullable Compiled expression) {
        return expression == null || isCheap(expression.expr());
    }

    private static boolean isCheap(Expr expr) {
        return switch (expr) {
            case Expr.Constant e -> true;
            case Expr.Parameter e -> true;
            case Expr.Column e -> true;
            case Expr.Call call ->
                call.function().volatility() == Volatility.IMMUTABLE
                        && call.baseType().length() > 0
                        && call.arguments().stream().allMatch(a -> a.baseType().length() > 0 && isCheap(a));
            case Expr.And e -> e.operands().stream().allMatch(ShortPlans::isCheap);
            case Expr.Or e -> e.operands().stream().allMatch(ShortPlans::isCheap);
            case Expr.Not e -> isCheap(e.operand());
            case Expr.IsNull e -> isCheap(e.operand());
            default -> false;
        };
    }
}
