package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.DefaultText;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterTable;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.SequenceOptions;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableConstraint;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// ALTER TABLE, action by action, each on what the one before left.
final class AlterTables {

    private final CommandRun run;
    private final Rewrites rewrites;

    AlterTables(CommandRun run) {
        this.run = run;
        this.rewrites = new Rewrites(run);
    }

    String alter(AlterTable node) {
        String tag = "ALTER " + node.kind().toUpperCase(Locale.ROOT);
        Optional<RelationDef> found = run.find(node.name());
        if (found.isEmpty() && node.ifExists()) {
            run.notice("relation \"" + node.name().last() + "\" does not exist, skipping");
            return tag;
        }
        if (found.isPresent() && !(found.get() instanceof RelationDef.Table)) {
            return Others.alterOther(run, found.get(), node, tag);
        }
        RelationDef.Table table = run.forChange(run.lockedTable(node.name(), AlterLocks.of(node.actions())));
        for (AlterAction action : node.actions()) {
            table = apply(action, table);
        }
        return tag;
    }

    private RelationDef.Table apply(AlterAction action, RelationDef.Table table) {
        return switch (action) {
            case AlterAction.AddColumn add -> addColumn(add, table);
            case AlterAction.DropColumn drop -> new ColumnDrops(run).drop(drop, table);
            case AlterAction.SetType set -> setType(set, table);
            case AlterAction.SetDefault set -> setDefault(set, table);
            case AlterAction.SetNotNull set -> setNotNull(set, table);
            case AlterAction.AddIdentity add -> addIdentity(add, table);
            case AlterAction.SetIdentity set -> setIdentity(set, table);
            case AlterAction.DropIdentity drop -> dropIdentity(drop, table);
            case AlterAction.DropExpression drop ->
                stored(TableChanges.replace(
                        table, TableChanges.notGenerated(TableChanges.column(table, drop.column()))));
            case AlterAction.AddConstraint add -> addConstraint(add.constraint(), table);
            case AlterAction.DropConstraint drop -> dropConstraint(drop, table);
            case AlterAction.ValidateConstraint validate -> validate(validate.name(), table);
            case AlterAction.AlterConstraint alter -> retime(alter, table);
            case AlterAction.Owner owner -> given(table, owner.role());
            case AlterAction.SetTrigger set -> new TriggerCommands(run).set(set, table);
            case AlterAction.Ignored ignored -> table;
            case AlterAction.SetCheckOption option ->
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"check_option\"");
            case AlterAction.NotOffered not ->
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED, "ALTER TABLE " + not.what() + " is not supported");
        };
    }

    private RelationDef.Table given(RelationDef.Table table, String role) {
        new Owners(run).give(table, run.newOwner(role));
        return run.catalog().table(table.oid()).orElse(table);
    }

    private RelationDef.Table stored(RelationDef.Table table) {
        run.put(table);
        return table;
    }

    private RelationDef.Table addColumn(AlterAction.AddColumn add, RelationDef.Table table) {
        String name = add.column().name();
        if (TableChanges.hasColumn(table, name)) {
            if (add.ifNotExists()) {
                run.notice(
                        "NOTICE",
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + name + "\" of relation \"" + table.name() + "\" already exists, skipping");
                return table;
            }
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + name + "\" of relation \"" + table.name() + "\" already exists");
        }
        ColumnBuilder.Built built = new ColumnBuilder(run, table)
                .build(add.column(), table.columns().size() + 1);
        if (built.sequence() != null) {
            run.put(built.sequence());
        }
        List<ColumnDef> columns = new ArrayList<>(table.columns());
        columns.add(built.column());
        RelationDef.Table wider = stored(table.withColumns(columns));
        if (built.column().defaultSql() != null && !built.column().generated()) {
            DefaultChecks.check(run, wider, built.column());
        }
        wider = stored(StoredText.columns(run, wider));
        ColumnDef added = wider.columns().getLast();
        if (built.column().defaultSql() != null || DomainType.isIn(added.type().type())) {
            wider = filled(table, wider, added);
        } else if (built.column().notNull()) {
            rewrites.checkNotNull(wider, built.column());
        }
        ConstraintBuilder builder = new ConstraintBuilder(run, wider);
        ColumnBuilder.constrain(add.column(), builder);
        return finish(builder, wider);
    }

    private RelationDef.Table filled(RelationDef.Table old, RelationDef.Table wider, ColumnDef column) {
        Expr value;
        if (column.generated()) {
            value = run.analyzer().generated(column, old, 0, run.analysis());
        } else {
            DefaultChecks.check(run, wider, column);
            value = run.analyzer().columnDefault(column, wider, run.analysis());
        }
        return rewrites.copy(old, wider, Map.of(column.position(), value));
    }

    /// Stores what a builder added, builds its indexes and checks the rows.
    private RelationDef.Table finish(ConstraintBuilder builder, RelationDef.Table before) {
        RelationDef.Table table = builder.table();
        if (table.equals(before)) {
            return before;
        }
        run.put(table);
        for (IndexDef index : builder.newIndexes()) {
            run.rows().buildIndex(table, index);
        }
        for (ColumnDef column : table.columns()) {
            if (column.notNull() && !before.columns().get(column.position()).notNull()) {
                rewrites.checkNotNull(table, column);
            }
        }
        for (ConstraintDef constraint : table.constraints()) {
            if (!before.constraints().contains(constraint) && isValidated(constraint)) {
                rewrites.check(table, constraint);
            }
        }
        return table;
    }

    private static boolean isValidated(ConstraintDef constraint) {
        return switch (constraint) {
            case ConstraintDef.Check check -> check.validated();
            case ConstraintDef.ForeignKey key -> key.validated();
            case ConstraintDef.Unique unique -> true;
        };
    }

    private RelationDef.Table addConstraint(TableConstraint node, RelationDef.Table table) {
        ConstraintBuilder builder = new ConstraintBuilder(run, table);
        CreateTables.add(node, builder, !node.notValid());
        return finish(builder, table);
    }

    private RelationDef.Table setType(AlterAction.SetType set, RelationDef.Table table) {
        ColumnDef column = TableChanges.column(table, set.column());
        List<Dependents> views = Dependents.views(run, table, column);
        if (!views.isEmpty()) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a view or rule")
                    .withDetail("rule _RETURN on " + views.getFirst().text() + " depends on column \"" + column.name()
                            + "\"");
        }
        List<Dependents> triggers = Dependents.triggersOn(run, table, column);
        if (!triggers.isEmpty()) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot alter type of a column used in a trigger definition")
                    .withDetail(triggers.getFirst().text() + " depends on column \"" + column.name() + "\"");
        }
        DataType type = run.types().resolve(set.type());
        Expr value = run.analyzer().columnConversion(column, type, set.using(), table, run.analysis());
        RelationDef.Table changed = TableChanges.replace(table, TableChanges.withType(column, type));
        ColumnDef retyped = changed.columns().get(column.position());
        if (retyped.defaultSql() != null && !retyped.generated()) {
            DefaultChecks.check(run, changed, retyped);
        }
        Map<Integer, Expr> values = new HashMap<>();
        values.put(column.position(), value);
        return rewrites.copy(table, changed, values);
    }

    private RelationDef.Table setDefault(AlterAction.SetDefault set, RelationDef.Table table) {
        ColumnDef column = TableChanges.column(table, set.column());
        if (column.generated() || column.identity() != ColumnDef.Identity.NONE) {
            String what = column.generated() ? "a generated column" : "an identity column";
            throw new SqlException(
                    SqlState.SYNTAX_ERROR,
                    "column \"" + column.name() + "\" of relation \"" + table.name() + "\" is " + what);
        }
        String sql = set.value() == null ? null : ColumnBuilder.defaultSql(run, set.value(), set.sql());
        RelationDef.Table changed = TableChanges.replace(table, TableChanges.withDefault(column, sql));
        if (sql != null) {
            DefaultChecks.check(run, changed, changed.columns().get(column.position()));
        }
        return stored(changed);
    }

    private RelationDef.Table setNotNull(AlterAction.SetNotNull set, RelationDef.Table table) {
        ColumnDef column = TableChanges.column(table, set.column());
        if (!set.notNull()) {
            boolean inKey = table.indexes().stream().filter(IndexDef::primary).anyMatch(i -> i.parts().stream()
                    .anyMatch(p -> p.column() == column.position()));
            if (inKey) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION, "column \"" + column.name() + "\" is in a primary key");
            }
        } else if (!column.notNull()) {
            rewrites.checkNotNull(table, column);
        }
        return stored(TableChanges.replace(table, TableChanges.withNotNull(column, set.notNull())));
    }

    private RelationDef.Table addIdentity(AlterAction.AddIdentity add, RelationDef.Table table) {
        ColumnDef column = TableChanges.column(table, add.column());
        if (!column.notNull()) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \"" + column.name() + "\" of relation \"" + table.name()
                            + "\" must be declared NOT NULL before identity can be added");
        }
        RelationDef.Sequence sequence = new ColumnBuilder(run, table)
                .sequence(column, add.options(), column.type().type());
        run.put(sequence);
        var identity = add.always() ? ColumnDef.Identity.ALWAYS : ColumnDef.Identity.BY_DEFAULT;
        return stored(TableChanges.replace(
                table, TableChanges.withIdentity(column, identity, DefaultText.nextval(sequence.oid()))));
    }

    private RelationDef.Sequence identitySequence(ColumnDef column, RelationDef.Table table) {
        String sql = column.defaultSql();
        RelationDef found = sql == null || column.identity() == ColumnDef.Identity.NONE
                ? null
                : run.catalog().relation(DefaultText.sequenceOf(sql)).orElse(null);
        if (found instanceof RelationDef.Sequence sequence) {
            return sequence;
        }
        throw new SqlException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "column \"" + column.name() + "\" of relation \"" + table.name() + "\" is not an identity column");
    }

    private RelationDef.Table setIdentity(AlterAction.SetIdentity set, RelationDef.Table table) {
        ColumnDef column = TableChanges.column(table, set.column());
        RelationDef.Sequence sequence = identitySequence(column, table);
        if (!set.options().equals(SequenceOptions.NONE)) {
            run.put(new SequenceCommands(run).changed(sequence, set.options()));
        }
        if (set.always() == null) {
            return table;
        }
        var identity = set.always() ? ColumnDef.Identity.ALWAYS : ColumnDef.Identity.BY_DEFAULT;
        return stored(TableChanges.replace(table, TableChanges.withIdentity(column, identity, column.defaultSql())));
    }

    private RelationDef.Table dropIdentity(AlterAction.DropIdentity drop, RelationDef.Table table) {
        ColumnDef column = TableChanges.column(table, drop.column());
        if (column.identity() == ColumnDef.Identity.NONE && drop.ifExists()) {
            return table;
        }
        run.remove(identitySequence(column, table));
        return stored(TableChanges.replace(table, TableChanges.withIdentity(column, ColumnDef.Identity.NONE, null)));
    }

    private ConstraintDef constraint(String name, RelationDef.Table table) {
        return table.constraints().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "constraint \"" + name + "\" of relation \"" + table.name() + "\" does not exist"));
    }

    private RelationDef.Table dropConstraint(AlterAction.DropConstraint drop, RelationDef.Table table) {
        if (drop.ifExists() && !ObjectNames.hasConstraint(table, drop.name())) {
            run.notice(
                    "constraint \"" + drop.name() + "\" of relation \"" + table.name() + "\" does not exist, skipping");
            return table;
        }
        ConstraintDef constraint = constraint(drop.name(), table);
        return new ColumnDrops(run).dropConstraint(constraint, table, drop.cascade());
    }

    private RelationDef.Table validate(String name, RelationDef.Table table) {
        ConstraintDef old = constraint(name, table);
        rewrites.check(table, old);
        ConstraintDef validated =
                switch (old) {
                    case ConstraintDef.Check c -> new ConstraintDef.Check(c.oid(), c.name(), c.expressionSql(), true);
                    case ConstraintDef.ForeignKey k -> ConstraintCopies.with(k, k.name(), k.timing(), true);
                    case ConstraintDef.Unique u -> u;
                };
        return stored(ConstraintCopies.replace(table, validated));
    }

    private RelationDef.Table retime(AlterAction.AlterConstraint alter, RelationDef.Table table) {
        if (!(constraint(alter.name(), table) instanceof ConstraintDef.ForeignKey key)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "constraint \"" + alter.name() + "\" of relation \"" + table.name()
                            + "\" is not a foreign key constraint");
        }
        return stored(ConstraintCopies.replace(
                table,
                ConstraintCopies.with(key, key.name(), ConstraintBuilder.timing(alter.timing()), key.validated())));
    }
}
