package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Changes;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.IndexBounds;
import io.heliosdb.server.sql.exec.Insert;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.Scans;
import io.heliosdb.server.sql.function.Volatility;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells plans that are over within microseconds, whatever the data: at most one row, found by a unique key,
/// and expressions whose cost does not depend on the length of a value.
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

    /// One inserted row, or other columns than keys of one row found by a unique key: nothing cascades from
    /// either.
    static boolean isShort(DataChange change, PlanNode root) {
        boolean cheap = change.with().isEmpty() && returnsCheaply(change.returning());
        return cheap
                && switch (change) {
                    case DataChange.Insert insert ->
                        insert.onConflict() == null
                                && insert.viewChecks().isEmpty()
                                && isStoredAsGiven(insert.table())
                                && insert.checks().stream().allMatch(check -> isCheap(check.condition()))
                                && root instanceof Insert node
                                && isOneList(node.child())
                                && insert.row().stream().allMatch(ShortPlans::isCheapValue);
                    case DataChange.Update update ->
                        update.from() == null
                                && update.viewChecks().isEmpty()
                                && isStoredAsGiven(update.table())
                                && update.checks().stream().allMatch(check -> isCheap(check.condition()))
                                && root instanceof Changes.Update node
                                && isShort(node.child())
                                && update.assignments().stream()
                                        .allMatch(assignment -> isCheapValue(assignment.value())
                                                && !isKey(update.table(), assignment.column()));
                    case DataChange.Delete delete -> false;
                    case DataChange.Merge merge -> false;
                    case DataChange.InsteadOf instead -> false;
                };
    }

    private static boolean returnsCheaply(@Nullable List<Query.Target> returning) {
        return returning == null || returning.stream().allMatch(target -> isCheap(target.expr()));
    }

    private static boolean isOneList(PlanNode source) {
        return switch (source) {
            case Scans.ValuesScan values ->
                values.lists().size() == 1 && values.lists().stream().allMatch(ShortPlans::areCheapValues);
            case Basics.Project project -> isShort(project.child()) && areCheapValues(project.targets());
            default -> false;
        };
    }

    // A trigger, a generated column, or an index with an expression or a condition, may call what a user has defined.
    private static boolean isStoredAsGiven(RelationDef.Table table) {
        return table.triggers().isEmpty()
                && table.columns().stream().noneMatch(ColumnDef::generated)
                && table.indexes().stream()
                        .allMatch(index -> index.predicateSql() == null
                                && index.parts().stream().allMatch(part -> part.expressionSql() == null));
    }

    private static boolean isKey(RelationDef.Table table, int column) {
        return table.indexes().stream().filter(IndexDef::unique).anyMatch(index -> index.parts().stream()
                .anyMatch(part -> part.column() == column || part.column() < 0));
    }

    // What is stored may be converted: the cost is that of its length, as is storing it.
    private static boolean isCheapValue(Expr value) {
        return switch (value) {
            case Expr.Convert convert -> convert.kind() != Expr.Convert.Kind.DOMAIN && isCheapValue(convert.operand());
            case Expr.Call call -> isCheap(call) || isStable(call);
            default -> isCheap(value);
        };
    }

    // now() and CURRENT_TIMESTAMP, and what makes another type of them as the time zone says.
    private static boolean isStable(Expr.Call call) {
        boolean converts = call.function().name().equals(call.baseType().name())
                && call.arguments().stream().allMatch(a -> a.baseType().length() > 0 && isCheapValue(a));
        return call.function().volatility() == Volatility.STABLE
                && isBuiltIn(call)
                && call.baseType().length() > 0
                && (call.arguments().isEmpty() || converts);
    }

    // What a user has defined may run for ever.
    private static boolean isBuiltIn(Expr.Call call) {
        return call.function().oid() < OidCounter.FIRST;
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

    private static boolean areCheapValues(List<Compiled> expressions) {
        return expressions.stream().allMatch(each -> isCheapValue(each.expr()));
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
                        && isBuiltIn(call)
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
