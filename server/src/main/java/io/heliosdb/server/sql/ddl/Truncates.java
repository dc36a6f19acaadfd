package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Truncate;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// TRUNCATE: tables get new, empty trees.
final class Truncates {

    private final CommandRun run;

    Truncates(CommandRun run) {
        this.run = run;
    }

    String truncate(Truncate node) {
        Map<Integer, RelationDef.Table> tables = new LinkedHashMap<>();
        for (QualifiedName name : node.tables()) {
            run.find(name).ifPresent(this::check);
            RelationDef.Table table = run.lockedTable(name, TableLockMode.ACCESS_EXCLUSIVE);
            if (table.materialized() != null) {
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + table.name() + "\" is not a table");
            }
            check(table);
            tables.put(table.oid(), table);
        }
        boolean grown = node.cascade();
        while (grown) {
            grown = false;
            for (RelationDef.Table table : List.copyOf(tables.values())) {
                for (RelationDef.Table other :
                        run.tablesReferencing(table.oid()).values()) {
                    if (tables.putIfAbsent(other.oid(), other) == null) {
                        run.notice("truncate cascades to table \"" + other.name() + "\"");
                        check(other);
                        run.lockTable(other.oid(), TableLockMode.ACCESS_EXCLUSIVE);
                        grown = true;
                    }
                }
            }
        }
        for (RelationDef.Table table : tables.values()) {
            checkReferences(table, tables);
        }
        run.rows().truncate(List.copyOf(tables.values()), () -> tables.values().forEach(this::empty));
        if (node.restartIdentity()) {
            for (RelationDef relation : List.copyOf(run.catalog().relations())) {
                if (relation instanceof RelationDef.Sequence sequence
                        && tables.containsKey(sequence.sequence().ownedByTable())) {
                    run.rights().requireOwner(Securable.of(sequence));
                    run.put(new SequenceCommands(run)
                            .restarted(sequence, sequence.sequence().start()));
                }
            }
        }
        return "TRUNCATE TABLE";
    }

    private void check(RelationDef table) {
        if (!run.isOwnTemporary(table.schema())) {
            run.rights().require(Securable.of(table), Privilege.TRUNCATE);
        }
    }

    private void checkReferences(RelationDef.Table table, Map<Integer, RelationDef.Table> tables) {
        for (RelationDef.Table other : run.tablesReferencing(table.oid()).values()) {
            if (!tables.containsKey(other.oid())) {
                throw new SqlException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "cannot truncate a table referenced in a foreign key constraint")
                        .withDetail("Table \"" + other.name() + "\" references \"" + table.name() + "\".")
                        .withHint("Truncate table \"" + other.name()
                                + "\" at the same time, or use TRUNCATE ... CASCADE.");
            }
        }
    }

    private void empty(RelationDef.Table locked) {
        RelationDef.Table table = run.forChange(locked);
        run.put(withNewTrees(run, table));
        dropTrees(run, table);
    }

    static void dropTrees(CommandRun run, RelationDef.Table table) {
        run.transaction().dropTree(table.tree());
        for (IndexDef index : table.indexes()) {
            run.transaction().dropTree(index.tree());
        }
    }

    /// The table with empty trees of its own.
    static RelationDef.Table withNewTrees(CommandRun run, RelationDef.Table table) {
        List<IndexDef> indexes = table.indexes().stream()
                .map(i -> new IndexDef(
                        i.oid(),
                        i.name(),
                        i.tableOid(),
                        new TreeId(run.newOid()),
                        i.parts(),
                        i.includes(),
                        i.unique(),
                        i.primary(),
                        i.nullsNotDistinct(),
                        i.predicateSql()))
                .toList();
        return table.withTree(new TreeId(run.newOid())).withIndexes(indexes);
    }
}
