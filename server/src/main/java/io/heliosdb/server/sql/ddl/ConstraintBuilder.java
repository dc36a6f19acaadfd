package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Reference;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Timing;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Adds constraints to the definition of a table that is being made or changed. Used by one command.
final class ConstraintBuilder {

    private final CommandRun run;
    private final List<IndexDef> newIndexes = new ArrayList<>();
    private RelationDef.Table table;

    ConstraintBuilder(CommandRun run, RelationDef.Table table) {
        this.run = run;
        this.table = table;
    }

    RelationDef.Table table() {
        return table;
    }

    /// Indexes that were added, to be built where the table has rows.
    List<IndexDef> newIndexes() {
        return newIndexes;
    }

    private String name(String given, String columns, String label) {
        if (!given.isEmpty()) {
            if (ObjectNames.hasConstraint(table, given)) {
                throw new SqlException(
                        SqlState.DUPLICATE_OBJECT,
                        "constraint \"" + given + "\" for relation \"" + table.name() + "\" already exists");
            }
            return given;
        }
        return ObjectNames.choose(table.name(), columns, label, n -> ObjectNames.hasConstraint(table, n));
    }

    private void add(ConstraintDef constraint) {
        List<ConstraintDef> all = new ArrayList<>(table.constraints());
        all.add(constraint);
        table = table.withConstraints(all);
    }

    /// @param column whose constraint it is, for the name; empty for one of the table
    ConstraintDef.Check check(String given, String column, String sql, boolean validated) {
        Exprs.visit(run.analyzer().rowCondition(sql, table, 0, run.analysis()), ConstraintBuilder::refuseSystemColumn);
        String stored = StoredText.of(run, sql, table, null);
        String about = column.isEmpty() ? run.deparser().onlyColumn(stored, table, run.analysis()) : column;
        var check = new ConstraintDef.Check(run.newOid(), name(given, about, "check"), stored, validated);
        add(check);
        return check;
    }

    static ConstraintDef.Timing timing(Timing timing) {
        if (!timing.deferrable()) {
            return ConstraintDef.Timing.NOT_DEFERRABLE;
        }
        return timing.initiallyDeferred()
                ? ConstraintDef.Timing.INITIALLY_DEFERRED
                : ConstraintDef.Timing.INITIALLY_IMMEDIATE;
    }

    private List<Integer> positions(RelationDef.Table of, List<String> names, String what) {
        List<Integer> positions = new ArrayList<>();
        for (String name : names) {
            int position = of.columns().stream()
                    .filter(c -> !c.dropped() && c.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new SqlException(
                            SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" " + what + " does not exist"))
                    .position();
            if (positions.contains(position)) {
                throw new SqlException(
                        SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" appears twice in constraint");
            }
            positions.add(position);
        }
        return positions;
    }

    /// PRIMARY KEY or UNIQUE with its index.
    void unique(String given, boolean primary, List<String> columns, List<String> include, UniqueOptions options) {
        if (primary && table.indexes().stream().anyMatch(IndexDef::primary)) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.name() + "\" are not allowed");
        }
        List<Integer> positions = positions(table, columns, "named in key");
        String second = primary ? "" : String.join("_", columns);
        String name = given.isEmpty() ? freeIndexName(second, primary ? "pkey" : "key") : given;
        if (!given.isEmpty() && isTaken(name)) {
            throw ObjectNames.relationExists(name);
        }
        if (primary) {
            requireNotNull(positions);
        }
        List<IndexDef.Part> parts =
                positions.stream().map(IndexDef.Part::ofColumn).toList();
        int oid = run.newOid();
        IndexDef index = new IndexDef(
                oid,
                name,
                table.oid(),
                new TreeId(oid),
                parts,
                positions(table, include, "named in key"),
                true,
                primary,
                options.nullsNotDistinct(),
                null);
        addIndex(index);
        add(new ConstraintDef.Unique(run.newOid(), name, oid, primary, options.timing()));
    }

    record UniqueOptions(boolean nullsNotDistinct, ConstraintDef.Timing timing) {}

    private boolean isTaken(String name) {
        return run.catalog().isRelationName(table.schema(), name)
                || name.equals(table.name())
                || table.indexes().stream().anyMatch(i -> i.name().equals(name));
    }

    private String freeIndexName(String second, String label) {
        return ObjectNames.choose(table.name(), second, label, this::isTaken);
    }

    void addIndex(IndexDef index) {
        run.lockName("relation", table.schema(), index.name());
        List<IndexDef> indexes = new ArrayList<>(table.indexes());
        indexes.add(index);
        table = table.withIndexes(indexes);
        newIndexes.add(index);
    }

    private void requireNotNull(List<Integer> positions) {
        List<ColumnDef> columns = new ArrayList<>();
        for (ColumnDef column : table.columns()) {
            columns.add(positions.contains(column.position()) ? TableChanges.withNotNull(column, true) : column);
        }
        table = table.withColumns(columns);
    }

    /// FOREIGN KEY.
    ConstraintDef.ForeignKey foreignKey(
            String given, List<String> columns, Reference reference, ConstraintDef.Timing timing, boolean validated) {
        List<Integer> own = positions(table, columns, "referenced in foreign key constraint");
        RelationDef.Table other = referenced(reference);
        IndexDef index = referencedIndex(other, reference);
        List<Integer> theirs = reference.columns().isEmpty()
                ? index.parts().stream().map(IndexDef.Part::column).toList()
                : positions(other, reference.columns(), "referenced in foreign key constraint");
        if (own.size() != theirs.size()) {
            throw new SqlException(
                    SqlState.INVALID_FOREIGN_KEY,
                    "number of referencing and referenced columns for foreign key disagree");
        }
        checkMayReference(other, theirs);
        String name = name(given, String.join("_", columns), "fkey");
        checkTypes(name, own, other, theirs);
        var key = new ConstraintDef.ForeignKey(
                run.newOid(),
                name,
                own,
                other.oid(),
                theirs,
                index.oid(),
                action(reference.onDelete()),
                deleteColumns(reference, own),
                action(reference.onUpdate()),
                reference.match().equalsIgnoreCase("full"),
                timing,
                validated);
        add(key);
        return key;
    }

    private void checkMayReference(RelationDef.Table other, List<Integer> columns) {
        Rights rights = run.rights();
        for (int position : columns) {
            int number = other.columns().get(position).number();
            if (!rights.mayOnColumn(other, number, Privilege.REFERENCES)) {
                throw Denied.to(Securable.of(other));
            }
        }
    }

    private List<Integer> deleteColumns(Reference reference, List<Integer> own) {
        List<Integer> positions = positions(table, reference.deleteColumns(), "referenced in foreign key constraint");
        for (int i = 0; i < positions.size(); i++) {
            if (!own.contains(positions.get(i))) {
                throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "column \"" + reference.deleteColumns().get(i)
                                + "\" referenced in ON DELETE SET action must be part of foreign key");
            }
        }
        return positions;
    }

    private RelationDef.Table referenced(Reference reference) {
        boolean self = reference.table().last().equals(table.name())
                && run.find(reference.table()).map(r -> r.oid() == table.oid()).orElse(true);
        if (self) {
            return table;
        }
        RelationDef relation = run.require(reference.table());
        if (!(relation instanceof RelationDef.Table)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "referenced relation \"" + relation.name() + "\" is not a table");
        }
        return run.lockedTable(reference.table(), TableLockMode.SHARE_ROW_EXCLUSIVE);
    }

    private IndexDef referencedIndex(RelationDef.Table other, Reference reference) {
        if (reference.columns().isEmpty()) {
            return other.indexes().stream()
                    .filter(IndexDef::primary)
                    .findFirst()
                    .orElseThrow(() -> new SqlException(
                            SqlState.UNDEFINED_OBJECT,
                            "there is no primary key for referenced table \"" + other.name() + "\""));
        }
        Set<Integer> wanted =
                new HashSet<>(positions(other, reference.columns(), "referenced in foreign key constraint"));
        return other.indexes().stream()
                .filter(i -> i.unique() && i.predicateSql() == null)
                .filter(i -> i.parts().stream().allMatch(p -> p.expressionSql() == null))
                .filter(i -> i.parts().stream()
                        .map(IndexDef.Part::column)
                        .collect(Collectors.toSet())
                        .equals(wanted))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_FOREIGN_KEY,
                        "there is no unique constraint matching given keys for referenced table \"" + other.name()
                                + "\""));
    }

    private void checkTypes(String name, List<Integer> own, RelationDef.Table other, List<Integer> theirs) {
        for (int i = 0; i < own.size(); i++) {
            ColumnDef a = table.columns().get(own.get(i));
            ColumnDef b = other.columns().get(theirs.get(i));
            if (!run.analyzer().isComparable(a.type().type(), b.type().type())) {
                throw new SqlException(
                                SqlState.DATATYPE_MISMATCH,
                                "foreign key constraint \"" + name + "\" cannot be implemented")
                        .withDetail("Key columns \"" + a.name() + "\" and \"" + b.name()
                                + "\" are of incompatible types: "
                                + a.type().type().displayName(-1) + " and "
                                + b.type().type().displayName(-1) + ".");
            }
        }
    }

    private static ConstraintDef.Action action(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "restrict" -> ConstraintDef.Action.RESTRICT;
            case "cascade" -> ConstraintDef.Action.CASCADE;
            case "set null" -> ConstraintDef.Action.SET_NULL;
            case "set default" -> ConstraintDef.Action.SET_DEFAULT;
            default -> ConstraintDef.Action.NO_ACTION;
        };
    }

    private static void refuseSystemColumn(Expr expr) {
        if (expr instanceof Expr.Column column && column.column() < 0) {
            throw new SqlException(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "system column \"" + column.name() + "\" reference in check constraint is invalid");
        }
    }
}
