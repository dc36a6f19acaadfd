package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerSet;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterTable;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateView;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Views, and what ALTER TABLE does to relations that are no tables.
final class Others {

    private Others() {}

    static String createView(CommandRun run, CreateView node) {
        AnalyzedStatement analyzed = run.analyzer().analyze(node.query(), run.analysis(), List.of());
        analyzed.uses().forEach(use -> run.lockTable(use.relation().oid(), use.mode()));
        List<ColumnDef> columns = columns(analyzed.columns(), node.columns());
        checkTypes(columns);
        String sql = run.deparser()
                .stored(node.query(), columns.stream().map(ColumnDef::name).toList(), run.analysis());
        String schema = run.creationSchema(node.name(), node.temporary());
        String name = node.name().last();
        run.lockName("relation", schema, name);
        Optional<RelationDef> existing = run.catalog().relation(schema, name);
        if (existing.isPresent() && node.replace()) {
            if (!(existing.get() instanceof RelationDef.View old)) {
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a view");
            }
            checkReplacement(old.columns(), columns);
            run.lockTable(old.oid(), TableLockMode.ACCESS_EXCLUSIVE);
            run.put(checked(run, old.withQuery(withDefaults(columns, old), sql), node.checkOption()));
            return "CREATE VIEW";
        }
        if (run.catalog().isRelationName(schema, name)) {
            throw ObjectNames.relationExists(name);
        }
        RelationDef.View view = new RelationDef.View(
                run.newRelationOid(),
                schema,
                name,
                run.session().currentUser(),
                columns,
                sql,
                RelationDef.CheckOption.NONE,
                TriggerSet.NONE);
        run.put(checked(run, view, node.checkOption()));
        return "CREATE VIEW";
    }

    private static RelationDef.View checked(CommandRun run, RelationDef.View view, String checkOption) {
        RelationDef.CheckOption option = checkOption.isEmpty()
                ? RelationDef.CheckOption.NONE
                : RelationDef.CheckOption.valueOf(checkOption.toUpperCase(Locale.ROOT));
        if (option != RelationDef.CheckOption.NONE) {
            run.analyzer().checkUpdatable(view, run.analysis());
        }
        return view.withCheckOption(option);
    }

    static List<ColumnDef> columns(List<OutputColumn> outputs, List<String> names) {
        if (names.size() > outputs.size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "too many column names were specified");
        }
        List<ColumnDef> columns = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String name = i < names.size() ? names.get(i) : outputs.get(i).name();
            if (columns.stream().anyMatch(c -> c.name().equals(name))) {
                throw new SqlException(SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
            }
            columns.add(new ColumnDef(
                    i + 1, name, outputs.get(i).type(), false, null, ColumnDef.Identity.NONE, false, false));
        }
        return columns;
    }

    private static void checkTypes(List<ColumnDef> columns) {
        for (ColumnDef column : columns) {
            if (column.type().type().category() == TypeCategory.PSEUDO) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "column \"" + column.name() + "\" has pseudo-type " + column.type());
            }
        }
    }

    private static void checkReplacement(List<ColumnDef> old, List<ColumnDef> columns) {
        if (columns.size() < old.size()) {
            throw new SqlException(SqlState.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
        }
        for (int i = 0; i < old.size(); i++) {
            ColumnDef a = old.get(i);
            ColumnDef b = columns.get(i);
            if (!a.name().equals(b.name())) {
                throw new SqlException(
                                SqlState.INVALID_TABLE_DEFINITION,
                                "cannot change name of view column \"" + a.name() + "\" to \"" + b.name() + "\"")
                        .withHint("Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
            }
            if (!a.type().type().equals(b.type().type())) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "cannot change data type of view column \"" + a.name() + "\" from " + a.type() + " to "
                                + b.type());
            }
        }
    }

    static String alterOther(CommandRun run, RelationDef relation, AlterTable node, String tag) {
        RelationDef changed = relation;
        for (AlterAction action : node.actions()) {
            changed = altered(run, changed, action);
        }
        return tag;
    }

    private static RelationDef given(CommandRun run, RelationDef relation, String role) {
        new Owners(run).give(relation, run.newOwner(role));
        return run.catalog().relation(relation.oid()).orElse(relation);
    }

    private static RelationDef altered(CommandRun run, RelationDef relation, AlterAction action) {
        RelationDef changed =
                switch (action) {
                    case AlterAction.Owner owner -> given(run, relation, owner.role());
                    case AlterAction.SetDefault set
                    when relation instanceof RelationDef.View view -> withDefault(run, view, set);
                    case AlterAction.SetCheckOption set
                    when relation instanceof RelationDef.View view -> checked(run, view, set.value());
                    case AlterAction.Ignored ignored -> relation;
                    default ->
                        throw new SqlException(
                                SqlState.WRONG_OBJECT_TYPE,
                                "ALTER action cannot be performed on relation \"" + relation.name() + "\"");
                };
        run.put(changed);
        return changed;
    }

    // The columns that were there keep their defaults.
    private static List<ColumnDef> withDefaults(List<ColumnDef> columns, RelationDef.View old) {
        List<ColumnDef> kept = new ArrayList<>(columns);
        for (ColumnDef column : old.columns()) {
            int at = column.position();
            kept.set(at, TableChanges.withDefault(kept.get(at), column.defaultSql()));
        }
        return kept;
    }

    private static RelationDef.View withDefault(CommandRun run, RelationDef.View view, AlterAction.SetDefault set) {
        List<ColumnDef> columns = new ArrayList<>(view.columns());
        ColumnDef column = columns.stream()
                .filter(c -> c.name().equals(set.column()))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + set.column() + "\" of relation \"" + view.name() + "\" does not exist"));
        String sql = set.value() == null ? null : ColumnBuilder.defaultSql(run, set.value(), set.sql());
        columns.set(column.position(), TableChanges.withDefault(column, sql));
        return view.withColumns(columns);
    }

    static IndexDef renamed(IndexDef index, String name) {
        return new IndexDef(
                index.oid(),
                name,
                index.tableOid(),
                index.tree(),
                index.parts(),
                index.includes(),
                index.unique(),
                index.primary(),
                index.nullsNotDistinct(),
                index.predicateSql());
    }
}
