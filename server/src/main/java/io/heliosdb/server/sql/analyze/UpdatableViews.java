package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.analyze.ThroughView.Shown;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.Query.Target;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;

/// Views as targets of changes: each column of the view is what it shows of the table below, so that the statement
/// is one about that table (PostgreSQL 15 manual, CREATE VIEW, Updatable Views). A view with INSTEAD OF triggers is
/// changed itself.
final class UpdatableViews {

    private final Analysis analysis;
    private final ChangeTargets targets;
    private final TriggerDef.Event event;

    UpdatableViews(Analysis analysis, ChangeTargets targets, TriggerDef.Event event) {
        this.analysis = analysis;
        this.targets = targets;
        this.event = event;
    }

    /// @param alias empty when there is none
    /// @throws SqlException 55000 when rows of the view cannot be told from rows of a table
    ChangeTarget target(RelationDef.View view, String alias) {
        return target(view, alias, false);
    }

    /// @param cascaded whether an outer view has what is changed checked in this one, too
    private ChangeTarget target(RelationDef.View view, String alias, boolean cascaded) {
        if (isInstead(view)) {
            return targets.itself(view, alias);
        }
        boolean all = cascaded || view.checkOption() == RelationDef.CheckOption.CASCADED;
        boolean checked = all || view.checkOption() == RelationDef.CheckOption.LOCAL;
        int access = analysis.accesses().targetView(view);
        return analysis.accesses()
                .inTargetView(() -> Views.within(
                        analysis, view, query -> through(view, updatable(view, query), alias, all, checked, access)));
    }

    private boolean isInstead(RelationDef.View view) {
        return view.triggers().list().stream()
                .anyMatch(t -> t.timing() == TriggerDef.Timing.INSTEAD_OF && t.firesOn(event));
    }

    private ChangeTarget through(
            RelationDef.View view,
            QueryNode.Select query,
            String alias,
            boolean cascaded,
            boolean checked,
            int access) {
        FromNode.Table from = (FromNode.Table) query.from().getFirst();
        ChangeTarget below = below(view, from, cascaded);
        Scope scope = new Scope(null);
        scope.setFrom(FromScope.of(below.item()));
        Place.SelectState state = new Place.SelectState();
        List<Target> shown = analysis.queries().targets().analyze(query.items(), Place.of(scope, "SELECT", state));
        shown.replaceAll(analysis.queries().targets()::known);
        checkOutput(view, shown, state);
        Expr where = query.where() == null
                ? null
                : analysis.expressions().condition(query.where(), Place.plain(scope, "WHERE"), "WHERE");
        List<Expr> conditions = new ArrayList<>(conditions(below));
        List<DataChange.ViewCheck> checks = new ArrayList<>(
                below.through() == null ? List.of() : below.through().checks());
        if (where != null) {
            conditions.addAll(Exprs.conjuncts(where));
            if (checked) {
                checks.add(new DataChange.ViewCheck(view.name(), where));
            }
        }
        ThroughView through = new ThroughView(view, verb(), conditions, checks, shown(view, shown, below));
        checkAnyChangeable(view, shown, below);
        analysis.accesses()
                .shows(access, below.access(), shown.stream().map(Target::expr).toList());
        RangeItem item = item(view, shown, alias, below.relation());
        return new ChangeTarget(below.changed(), below.relation(), below.own(), item, through, access);
    }

    private static List<Expr> conditions(ChangeTarget target) {
        return target.through() == null ? List.of() : target.through().conditions();
    }

    private ChangeTarget below(RelationDef.View view, FromNode.Table from, boolean cascaded) {
        RelationDef base = analysis.relation(from.name(), TableLockMode.ROW_EXCLUSIVE);
        String alias = from.alias() == null ? "" : from.alias().name();
        ChangeTarget below =
                switch (base) {
                    case RelationDef.Table table -> targets.itself(table, alias);
                    case RelationDef.View inner -> target(inner, alias, cascaded);
                    case RelationDef.Sequence sequence -> throw notFromOne(view);
                    case RelationDef.Virtual virtual -> throw notFromOne(view);
                };
        return from.alias() == null || from.alias().columns().isEmpty() ? below : renamed(below, from.alias());
    }

    private static ChangeTarget renamed(ChangeTarget below, FromNode.Alias alias) {
        List<ScopeColumn> columns = new ArrayList<>(below.item().columns());
        for (int i = 0; i < alias.columns().size(); i++) {
            columns.set(
                    i, new ScopeColumn(alias.columns().get(i), columns.get(i).expr()));
        }
        return new ChangeTarget(
                below.changed(),
                below.relation(),
                below.own(),
                below.item().renamed(alias.name(), columns),
                below.through(),
                below.access());
    }

    private static RangeItem item(RelationDef.View view, List<Target> shown, String alias, int relation) {
        List<ScopeColumn> columns = new ArrayList<>();
        for (ColumnDef column : view.columns()) {
            columns.add(
                    new ScopeColumn(column.name(), shown.get(column.position()).expr()));
        }
        String name = alias.isEmpty() ? view.name() : alias;
        String schema = alias.isEmpty() ? view.schema() : null;
        return new RangeItem(relation, name, schema, columns, view, false);
    }

    // What an inner view shows cannot be changed for that view's reasons.
    private static List<Shown> shown(RelationDef.View view, List<Target> targets, ChangeTarget below) {
        List<Shown> shown = new ArrayList<>();
        for (ColumnDef column : view.columns()) {
            Expr expr = targets.get(column.position()).expr();
            Shown inner = below.through() == null
                    ? null
                    : below.through().columns().stream()
                            .filter(c -> c.expr().equals(expr))
                            .findFirst()
                            .orElse(null);
            shown.add(inner != null ? inner : new Shown(view.name(), column.name(), expr));
        }
        return shown;
    }

    private QueryNode.Select updatable(RelationDef.View view, QueryNode query) {
        QueryNode.Select select = query instanceof QueryNode.Select s ? s : null;
        QueryNode.Clauses clauses = query.clauses();
        if (select != null && select.distinct() != null) {
            throw not(view, "Views containing DISTINCT");
        }
        if (select != null && select.grouping() != null) {
            throw not(view, "Views containing GROUP BY");
        }
        if (select != null && select.having() != null) {
            throw not(view, "Views containing HAVING");
        }
        if (query instanceof QueryNode.SetOperation) {
            throw not(view, "Views containing UNION, INTERSECT, or EXCEPT");
        }
        if (clauses.with() != null) {
            throw not(view, "Views containing WITH");
        }
        if (clauses.limit() != null) {
            throw not(view, "Views containing LIMIT or OFFSET");
        }
        if (select == null || select.from().size() != 1 || !(select.from().getFirst() instanceof FromNode.Table)) {
            throw notFromOne(view);
        }
        return select;
    }

    private void checkOutput(RelationDef.View view, List<Target> shown, Place.SelectState state) {
        if (state.hasAggregates()) {
            throw not(view, "Views that return aggregate functions");
        }
        if (!state.windows().isEmpty()) {
            throw not(view, "Views that return window functions");
        }
        boolean sets = shown.stream()
                .anyMatch(t -> Exprs.any(
                        t.expr(),
                        e -> e instanceof Expr.Call call && call.function().returnsSet()));
        if (sets) {
            throw not(view, "Views that return set-returning functions");
        }
    }

    private void checkAnyChangeable(RelationDef.View view, List<Target> shown, ChangeTarget below) {
        boolean any = event == TriggerDef.Event.DELETE
                || shown.stream().anyMatch(t -> below.item().columns().stream()
                        .anyMatch(c -> c.expr().equals(t.expr())));
        if (!any) {
            throw not(view, "Views that have no updatable columns");
        }
    }

    private SqlException notFromOne(RelationDef.View view) {
        return not(view, "Views that do not select from a single table or view");
    }

    private String verb() {
        return switch (event) {
            case INSERT -> "insert into";
            case UPDATE -> "update";
            case DELETE, TRUNCATE -> "delete from";
        };
    }

    private SqlException not(RelationDef.View view, String what) {
        String doing =
                switch (event) {
                    case INSERT -> "inserting into";
                    case UPDATE -> "updating";
                    case DELETE, TRUNCATE -> "deleting from";
                };
        return new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot " + verb() + " view \"" + view.name() + "\"")
                .withDetail(what + " are not automatically updatable.")
                .withHint("To enable " + doing + " the view, provide an INSTEAD OF " + event
                        + " trigger or an unconditional ON " + event + " DO INSTEAD rule.");
    }
}
