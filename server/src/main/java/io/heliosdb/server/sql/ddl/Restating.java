package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TriggerSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kept texts around a change of names: begun before it, finished after it. Texts are read with the old names and
/// written with the new ones.
final class Restating {

    private final CommandRun run;
    private final AnalysisContext before;
    private final List<RelationDef> views;
    private final List<RelationDef.Table> tables;

    private Restating(CommandRun run, List<RelationDef> views, List<RelationDef.Table> tables) {
        this.run = run;
        this.before = run.analysis();
        this.views = views;
        this.tables = tables;
    }

    /// Of views that read a relation, and of the relation itself.
    static Restating around(CommandRun run, RelationDef relation) {
        List<RelationDef> views = Dependents.views(run, relation.oid()).stream()
                .map(d -> ((Dependents.OnView) d).view())
                .toList();
        return new Restating(run, views, relation instanceof RelationDef.Table t ? List.of(t) : List.of());
    }

    /// Of everything: a schema or a type may be named anywhere.
    static Restating aroundAll(CommandRun run) {
        List<RelationDef> all = List.copyOf(run.catalog().relations());
        return new Restating(
                run,
                all.stream()
                        .filter(r -> r.query().isPresent() && r.oid() >= Dependents.FIRST_USER_OID)
                        .toList(),
                all.stream()
                        .filter(RelationDef.Table.class::isInstance)
                        .map(RelationDef.Table.class::cast)
                        .toList());
    }

    /// Writes the texts anew.
    ///
    /// @throws SqlException 0A000 when a text cannot be said with the new names, such as a USING over columns
    /// that are called differently now
    void finish() {
        Catalog after = run.catalog();
        for (RelationDef.Table old : tables) {
            after.table(old.oid()).ifPresent(now -> {
                RelationDef.Table restated = restated(old, now, after);
                if (!restated.equals(now)) {
                    run.put(restated);
                }
            });
        }
        for (RelationDef old : views) {
            run.catalog().relation(old.oid()).ifPresent(now -> restate(old, now, after));
        }
    }

    private void restate(RelationDef old, RelationDef now, Catalog after) {
        String sql = run.deparser().restored(old.query().orElseThrow(), before, after);
        RelationDef restated =
                switch (now) {
                    case RelationDef.View view -> view.withQuery(view.columns(), sql);
                    case RelationDef.Table table -> table.withQuery(sql);
                    case RelationDef.Sequence s -> s;
                    case RelationDef.Virtual v -> v;
                };
        restated.query().ifPresent(this::check);
        run.put(restated);
    }

    private void check(RelationDef.View view) {
        try {
            run.analyzer().relationsOf(view, run.analysis());
        } catch (SqlException e) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot rename because view \"" + view.name() + "\" could not be written with the new name",
                            e)
                    .withDetail(e.message());
        }
    }

    private @Nullable String text(@Nullable String sql, RelationDef.@Nullable Table row, Catalog after) {
        return sql == null ? null : run.deparser().restored(sql, row, before, after);
    }

    private RelationDef.Table restated(RelationDef.Table old, RelationDef.Table now, Catalog after) {
        List<ColumnDef> columns = now.columns().stream()
                .map(c -> c.defaultSql() == null || c.dropped()
                        ? c
                        : TableChanges.withDefault(c, text(c.defaultSql(), c.generated() ? old : null, after)))
                .toList();
        List<ConstraintDef> constraints = now.constraints().stream()
                .map(c -> c instanceof ConstraintDef.Check check
                        ? new ConstraintDef.Check(
                                check.oid(),
                                check.name(),
                                run.deparser().restored(check.expressionSql(), old, before, after),
                                check.validated())
                        : c)
                .toList();
        List<IndexDef> indexes =
                now.indexes().stream().map(i -> restated(i, old, after)).toList();
        return now.withColumns(columns)
                .withConstraints(constraints)
                .withIndexes(indexes)
                .withTriggers(triggers(old, now, after));
    }

    private TriggerSet triggers(RelationDef old, RelationDef now, Catalog after) {
        List<TriggerDef> restated = now.triggers().list().stream()
                .map(t -> t.whenSql() == null
                        ? t
                        : t.withWhen(run.deparser().restoredTrigger(t.whenSql(), old, before, after)))
                .toList();
        return new TriggerSet(restated, now.triggers().references());
    }

    private IndexDef restated(IndexDef i, RelationDef.Table old, Catalog after) {
        List<IndexDef.Part> parts = i.parts().stream()
                .map(p -> new IndexDef.Part(
                        p.column(),
                        text(p.expressionSql(), old, after),
                        p.descending(),
                        p.nullsFirst(),
                        p.operatorClass()))
                .toList();
        return new IndexDef(
                i.oid(),
                i.name(),
                i.tableOid(),
                i.tree(),
                parts,
                i.includes(),
                i.unique(),
                i.primary(),
                i.nullsNotDistinct(),
                text(i.predicateSql(), old, after));
    }
}
