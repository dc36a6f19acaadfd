package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TriggerSet;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateTrigger;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.DropTrigger;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RenameTrigger;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Transition;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TriggerConstraint;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CREATE, ALTER and DROP TRIGGER, and what ALTER TABLE does to triggers (PostgreSQL 15 manual, CREATE TRIGGER).
final class TriggerCommands {

    private final CommandRun run;

    TriggerCommands(CommandRun run) {
        this.run = run;
    }

    String create(CreateTrigger node) {
        RelationDef relation = locked(node.table(), TableLockMode.SHARE_ROW_EXCLUSIVE);
        TriggerDef.Timing timing =
                TriggerDef.Timing.valueOf(node.timing().toUpperCase(Locale.ROOT).replace(' ', '_'));
        List<TriggerDef.Event> events = node.events().names().stream()
                .map(name -> TriggerDef.Event.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        new TriggerChecks(node, timing, events).check(relation);
        Optional<TriggerDef> old = relation.triggers().named(node.name());
        old.ifPresent(other -> checkReplacement(node, relation, other));
        TriggerDef trigger = new TriggerDef(
                old.map(TriggerDef::oid).orElseGet(run::newOid),
                node.name(),
                0,
                TriggerDef.kind(timing, node.row(), events),
                columns(node, relation),
                node.whenSql().isEmpty() ? null : node.whenSql(),
                transition(node, false),
                transition(node, true),
                node.arguments(),
                TriggerDef.Enabled.ORIGIN,
                constraint(node.constraint()));
        if (trigger.whenSql() != null) {
            run.analyzer().checkTriggerCondition(trigger, relation, run.analysis());
            trigger = trigger.withWhen(
                    run.deparser().storedTrigger(SqlParser.parseExpression(node.whenSql()), relation, run.analysis()));
        }
        put(relation, relation.triggers().with(trigger.withRoutine(function(node.function()))));
        return "CREATE TRIGGER";
    }

    private void checkReplacement(CreateTrigger node, RelationDef relation, TriggerDef old) {
        if (!node.replace()) {
            throw duplicate(node.name(), relation);
        }
        if (old.constraint() != null) {
            throw new SqlException(
                    SqlState.DUPLICATE_OBJECT,
                    "trigger \"" + node.name() + "\" for relation \"" + relation.name() + "\" is a constraint trigger");
        }
    }

    private static SqlException duplicate(String name, RelationDef relation) {
        return new SqlException(
                SqlState.DUPLICATE_OBJECT,
                "trigger \"" + name + "\" for relation \"" + relation.name() + "\" already exists");
    }

    private RelationDef locked(QualifiedName name, TableLockMode mode) {
        RelationDef relation = run.lockedRelation(name, mode, run.session().lockWait());
        if (relation instanceof RelationDef.Table table) {
            return run.forChange(table);
        }
        if (relation instanceof RelationDef.Virtual) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied: \"" + relation.name() + "\" is a system catalog");
        }
        if (relation instanceof RelationDef.Sequence) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, "relation \"" + relation.name() + "\" cannot have triggers")
                    .withDetail("This operation is not supported for sequences.");
        }
        return relation;
    }

    private static String transition(CreateTrigger node, boolean fresh) {
        return node.transitions().stream()
                .filter(t -> t.fresh() == fresh)
                .map(Transition::name)
                .findFirst()
                .orElse("");
    }

    private static List<Integer> columns(CreateTrigger node, RelationDef relation) {
        List<Integer> columns = new ArrayList<>();
        for (String name : node.events().columns()) {
            int position = relation.columns().stream()
                    .filter(c -> !c.dropped() && c.name().equals(name))
                    .findFirst()
                    .map(ColumnDef::position)
                    .orElseThrow(() -> new SqlException(
                            SqlState.UNDEFINED_COLUMN,
                            "column \"" + name + "\" of relation \"" + relation.name() + "\" does not exist"));
            if (columns.contains(position)) {
                throw new SqlException(SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
            }
            columns.add(position);
        }
        return columns;
    }

    private TriggerDef.@Nullable Constraint constraint(@Nullable TriggerConstraint node) {
        if (node == null) {
            return null;
        }
        QualifiedName from = node.from();
        int referenced = from == null
                ? 0
                : run.lockedTable(from, TableLockMode.ACCESS_SHARE).oid();
        ConstraintDef.Timing timing = ConstraintBuilder.timing(node.timing());
        return new TriggerDef.Constraint(run.newOid(), timing, referenced);
    }

    private int function(QualifiedName name) {
        List<String> parts = name.parts();
        List<String> schemas =
                parts.size() == 1 ? run.path().all() : List.of(run.path().real(parts.get(parts.size() - 2)));
        for (String schema : schemas) {
            for (Routine routine : run.catalog().routines(schema, name.last())) {
                if (routine.argumentTypes().isEmpty() && !routine.procedure()) {
                    if (routine.resultType() != Types.TRIGGER.oid()) {
                        throw new SqlException(
                                SqlState.INVALID_OBJECT_DEFINITION,
                                "function " + routine.name() + " must return type trigger");
                    }
                    run.rights().require(Securable.of(routine), Privilege.EXECUTE);
                    run.lock(routine);
                    return routine.oid();
                }
            }
        }
        throw new SqlException(SqlState.UNDEFINED_FUNCTION, "function " + name + "() does not exist");
    }

    private void put(RelationDef relation, TriggerSet triggers) {
        run.put(withTriggers(relation, triggers));
    }

    static RelationDef withTriggers(RelationDef relation, TriggerSet triggers) {
        return switch (relation) {
            case RelationDef.Table table -> table.withTriggers(triggers);
            case RelationDef.View view -> view.withTriggers(triggers);
            case RelationDef.Sequence sequence -> sequence;
            case RelationDef.Virtual virtual -> virtual;
        };
    }

    static TriggerDef require(RelationDef relation, String name) {
        return relation.triggers()
                .named(name)
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "trigger \"" + name + "\" for table \"" + relation.name() + "\" does not exist"));
    }

    String drop(DropTrigger node) {
        if (node.ifExists() && run.find(node.table()).isEmpty()) {
            run.notice("relation \"" + node.table() + "\" does not exist, skipping");
            return "DROP TRIGGER";
        }
        RelationDef relation = locked(node.table(), TableLockMode.ACCESS_EXCLUSIVE);
        if (node.ifExists() && relation.triggers().named(node.name()).isEmpty()) {
            run.notice("trigger \"" + node.name() + "\" for relation \"" + relation.name()
                    + "\" does not exist, skipping");
            return "DROP TRIGGER";
        }
        remove(run, relation, require(relation, node.name()));
        return "DROP TRIGGER";
    }

    /// Drops a trigger of a relation that is locked.
    static void remove(CommandRun run, RelationDef relation, TriggerDef trigger) {
        run.put(withTriggers(relation, relation.triggers().without(trigger.oid())));
        run.removeNotes(trigger.oid());
    }

    String rename(RenameTrigger node) {
        RelationDef relation = locked(node.table(), TableLockMode.ACCESS_EXCLUSIVE);
        TriggerDef trigger = require(relation, node.name());
        if (relation.triggers().named(node.newName()).isPresent()) {
            throw duplicate(node.newName(), relation);
        }
        put(relation, relation.triggers().with(trigger.withName(node.newName())));
        return "ALTER TRIGGER";
    }

    /// `ALTER TABLE … ENABLE TRIGGER` and its kin.
    RelationDef.Table set(AlterAction.SetTrigger node, RelationDef.Table table) {
        TriggerDef.Enabled mode =
                switch (node.mode()) {
                    case "disable" -> TriggerDef.Enabled.DISABLED;
                    case "replica" -> TriggerDef.Enabled.REPLICA;
                    case "always" -> TriggerDef.Enabled.ALWAYS;
                    default -> TriggerDef.Enabled.ORIGIN;
                };
        TriggerSet triggers = table.triggers();
        if (!node.name().isEmpty()) {
            triggers = triggers.with(require(table, node.name()).withEnabled(mode));
        } else {
            triggers = new TriggerSet(
                    triggers.list().stream().map(t -> t.withEnabled(mode)).toList(),
                    node.all() ? mode : triggers.references());
        }
        RelationDef.Table changed = table.withTriggers(triggers);
        run.put(changed);
        return changed;
    }
}
