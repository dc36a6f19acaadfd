package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.OperatorClass;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateIndex;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.IndexPart;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;

/// CREATE INDEX. Every access method that PostgreSQL has for scalars is kept as a B-tree.
final class Indexes {

    private final CommandRun run;

    Indexes(CommandRun run) {
        this.run = run;
    }

    String create(CreateIndex node) {
        switch (node.method()) {
            case "", "btree", "hash" -> {}
            case "gin", "gist", "brin", "spgist" ->
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED, "access method \"" + node.method() + "\" is not supported");
            default ->
                throw new SqlException(
                        SqlState.UNDEFINED_OBJECT, "access method \"" + node.method() + "\" does not exist");
        }
        RelationDef.Table table = run.forChange(run.lockedTable(node.table(), TableLockMode.SHARE));
        List<IndexDef.Part> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (IndexPart part : node.parts()) {
            parts.add(part(part, table, names));
        }
        String predicate = null;
        if (node.where() != null) {
            run.analyzer().rowCondition(node.whereSql(), table, 0, run.analysis());
            predicate = StoredText.of(run, node.whereSql(), table, null);
        }
        String name = node.name().isEmpty()
                ? ObjectNames.chooseRelation(
                        run.catalog(), table.schema(), table.name(), String.join("_", names), "idx")
                : node.name();
        run.lockName("relation", table.schema(), name);
        if (run.catalog().isRelationName(table.schema(), name)) {
            if (node.ifNotExists()) {
                run.notice("NOTICE", SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists, skipping");
                return "CREATE INDEX";
            }
            throw ObjectNames.relationExists(name);
        }
        List<Integer> includes = node.include().stream()
                .map(c -> TableChanges.column(table, c).position())
                .toList();
        int oid = run.newOid();
        IndexDef index = new IndexDef(
                oid,
                name,
                table.oid(),
                new TreeId(oid),
                parts,
                includes,
                node.unique(),
                false,
                node.nullsNotDistinct(),
                predicate);
        List<IndexDef> indexes = new ArrayList<>(table.indexes());
        indexes.add(index);
        RelationDef.Table changed = table.withIndexes(indexes);
        run.put(changed);
        run.rows().buildIndex(changed, index);
        return "CREATE INDEX";
    }

    private IndexDef.Part part(IndexPart part, RelationDef.Table table, List<String> names) {
        boolean nullsFirst =
                part.nulls() == SortItem.Nulls.DEFAULT ? part.descending() : part.nulls() == SortItem.Nulls.FIRST;
        if (part.key() instanceof Expression.ColumnRef ref && ref.names().size() == 1) {
            String name = ref.names().getFirst();
            int position = table.columns().stream()
                    .filter(c -> !c.dropped() && c.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new SqlException(SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist"))
                    .position();
            names.add(name);
            Type type = table.columns().get(position).type().type();
            return new IndexDef.Part(position, null, part.descending(), nullsFirst, operatorClass(part, type));
        }
        String sql = StoredText.of(run, part.sql(), table, null);
        names.add(part.key() instanceof Expression.Call call ? call.name().last() : "expr");
        Type type =
                run.deparser().traced(sql, table, run.analysis()).value().type().type();
        return new IndexDef.Part(-1, sql, part.descending(), nullsFirst, operatorClass(part, type));
    }

    /// What the index keeps of the name of an operator class: nothing for the one that it has anyway.
    private static String operatorClass(IndexPart part, Type type) {
        if (part.operatorClass().isEmpty()) {
            return "";
        }
        OperatorClass named = OperatorClass.named(part.operatorClass())
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "operator class \"" + part.operatorClass() + "\" does not exist for access method \"btree\""));
        if (!named.accepts(type)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "operator class \"" + named.name() + "\" does not accept data type " + type.displayName(-1));
        }
        return OperatorClass.ofType(type).filter(named::equals).isPresent() ? "" : named.name();
    }
}
