package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.function.Volatility;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects which relations and common tables a tree refers to, subqueries included, and which it defines.
public final class References {

    private final Set<Integer> used = new HashSet<>();
    private final Set<Integer> defined = new HashSet<>();
    private final Set<Integer> commonUsed = new HashSet<>();
    private final Set<Integer> commonDefined = new HashSet<>();
    private final Map<ColumnKey, Expr.Column> columns = new LinkedHashMap<>();
    private boolean isVolatile;

    /// A column of a relation.
    public record ColumnKey(int relation, int column) {}

    /// Relations outside an expression that it refers to.
    public static Set<Integer> of(Expr expr) {
        References references = new References();
        references.expr(expr);
        references.used.removeAll(references.defined);
        return references.used;
    }

    public static References of(Query query) {
        References references = new References();
        references.query(query);
        return references;
    }

    public static References of(FromItem item) {
        References references = new References();
        references.from(item);
        return references;
    }

    /// What a SELECT refers to outside its FROM and WHERE.
    public static References above(Query.Select select) {
        References references = new References();
        references.aboveFrom(select);
        return references;
    }

    /// What a change refers to, in all its parts.
    public static References of(DataChange change) {
        References references = new References();
        references.change(change);
        return references;
    }

    /// What some expressions refer to.
    public static References ofAll(List<Expr> exprs) {
        References references = new References();
        exprs.forEach(references::expr);
        return references;
    }

    /// Takes up what another collection has found.
    public References and(References other) {
        used.addAll(other.used);
        defined.addAll(other.defined);
        commonUsed.addAll(other.commonUsed);
        commonDefined.addAll(other.commonDefined);
        columns.putAll(other.columns);
        isVolatile |= other.isVolatile;
        return this;
    }

    /// All columns that are read, in the order in which they were met.
    public Map<ColumnKey, Expr.Column> columns() {
        return columns;
    }

    /// Relations outside that are referred to.
    public Set<Integer> outer() {
        Set<Integer> outer = new HashSet<>(used);
        outer.removeAll(defined);
        return outer;
    }

    /// Common tables outside that are read.
    public Set<Integer> outerCommonTables() {
        Set<Integer> outer = new HashSet<>(commonUsed);
        outer.removeAll(commonDefined);
        return outer;
    }

    public boolean isVolatile() {
        return isVolatile;
    }

    public static boolean isVolatile(Expr expr) {
        References references = new References();
        references.expr(expr);
        return references.isVolatile;
    }

    private void expr(@Nullable Expr expr) {
        if (expr == null) {
            return;
        }
        switch (expr) {
            case Expr.Column c -> {
                used.add(c.relation());
                columns.putIfAbsent(new ColumnKey(c.relation(), c.column()), c);
            }
            case Expr.Call c -> isVolatile |= c.function().volatility() == Volatility.VOLATILE;
            case Expr.Exists e -> query(e.query());
            case Expr.ScalarSubquery e -> query(e.query());
            case Expr.ArraySubquery e -> query(e.query());
            case Expr.OverSubquery e -> query(e.query());
            default -> {}
        }
        Exprs.children(expr).forEach(this::expr);
    }

    private void query(Query query) {
        query.with().forEach(this::commonTable);
        switch (query) {
            case Query.Select s -> select(s);
            case Query.SetOperation s -> {
                query(s.left());
                query(s.right());
                tail(s.tail());
            }
            case Query.Values v -> {
                v.rows().forEach(row -> row.forEach(this::expr));
                tail(v.tail());
            }
        }
    }

    private void select(Query.Select s) {
        if (s.from() != null) {
            from(s.from());
        }
        expr(s.where());
        aboveFrom(s);
    }

    private void aboveFrom(Query.Select s) {
        expr(s.having());
        Query.GroupBy grouping = s.grouping();
        if (grouping != null) {
            grouping.keys().forEach(this::expr);
        }
        for (Query.WindowDef window : s.windows()) {
            window.partition().forEach(this::expr);
            window.order().forEach(o -> expr(o.key()));
            expr(window.frame().startOffset());
            expr(window.frame().endOffset());
        }
        s.targets().forEach(t -> expr(t.expr()));
        tail(s.tail());
        isVolatile |= !s.locks().isEmpty();
    }

    private void tail(Query.Tail tail) {
        expr(tail.limit());
        expr(tail.offset());
    }

    private void commonTable(Query.CommonTable table) {
        commonDefined.add(table.id());
        switch (table.body()) {
            case Query.CommonTable.Body.OfQuery(Query query) -> query(query);
            case Query.CommonTable.Body.Recursive(Query base, Query step, boolean all) -> {
                query(base);
                query(step);
            }
            case Query.CommonTable.Body.OfChange(DataChange change) -> {
                isVolatile = true;
                change(change);
            }
        }
    }

    private void change(DataChange change) {
        defined.add(change.relation());
        change.with().forEach(this::commonTable);
        List<Query.Target> returning = change.returning();
        if (returning != null) {
            returning.forEach(t -> expr(t.expr()));
        }
        switch (change) {
            case DataChange.Insert i -> {
                defined.add(i.sourceRelation());
                query(i.source());
                i.row().forEach(this::expr);
                i.viewChecks().forEach(check -> expr(check.condition()));
                DataChange.OnConflict conflict = i.onConflict();
                if (conflict != null) {
                    defined.add(conflict.excludedRelation());
                    expr(conflict.where());
                }
            }
            case DataChange.Update u -> {
                optional(u.from());
                expr(u.where());
                u.assignments().forEach(a -> expr(a.value()));
                u.viewChecks().forEach(check -> expr(check.condition()));
            }
            case DataChange.Delete d -> {
                optional(d.from());
                expr(d.where());
            }
            case DataChange.InsteadOf i -> {
                isVolatile = true;
                from(i.source());
                expr(i.where());
                i.viewChecks().forEach(check -> expr(check.condition()));
                if (i.row() != null) {
                    i.row().forEach(this::expr);
                }
            }
            case DataChange.Merge m -> {
                from(m.source());
                expr(m.condition());
            }
        }
    }

    private void optional(@Nullable FromItem item) {
        if (item != null) {
            from(item);
        }
    }

    private void from(FromItem item) {
        switch (item) {
            case FromItem.Scan s -> defined.add(s.relation());
            case FromItem.Subquery s -> {
                defined.add(s.relation());
                query(s.query());
            }
            case FromItem.Functions f -> {
                defined.add(f.relation());
                f.calls().forEach(this::expr);
            }
            case FromItem.CommonTableScan s -> {
                defined.add(s.relation());
                commonUsed.add(s.commonTable());
            }
            case FromItem.Join j -> {
                from(j.left());
                from(j.right());
                expr(j.condition());
            }
        }
    }
}
