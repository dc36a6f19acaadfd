package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.function.FunctionContext;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that has columns and a name in `pg_class`.
public sealed interface RelationDef extends CatalogObject {

    @Override
    int oid();

    String schema();

    String name();

    String owner();

    /// Columns by position, dropped ones included (marked so).
    List<ColumnDef> columns();

    /// A table with rows of its own.
    ///
    /// @param tree where its rows are, by row id
    /// @param referencedBy oids of tables with a foreign key to this one
    record Table(
            int oid,
            String schema,
            String name,
            String owner,
            List<ColumnDef> columns,
            TreeId tree,
            List<IndexDef> indexes,
            List<ConstraintDef> constraints,
            List<Integer> referencedBy,
            Persistence persistence)
            implements RelationDef {

        public Table {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
            constraints = List.copyOf(constraints);
            referencedBy = List.copyOf(referencedBy);
        }

        public Table withReferencedBy(List<Integer> value) {
            return new Table(oid, schema, name, owner, columns, tree, indexes, constraints, value, persistence);
        }

        public Table withColumns(List<ColumnDef> value) {
            return new Table(oid, schema, name, owner, value, tree, indexes, constraints, referencedBy, persistence);
        }

        public Table withIndexes(List<IndexDef> value) {
            return new Table(oid, schema, name, owner, columns, tree, value, constraints, referencedBy, persistence);
        }

        public Table withConstraints(List<ConstraintDef> value) {
            return new Table(oid, schema, name, owner, columns, tree, indexes, value, referencedBy, persistence);
        }

        public Table withTree(TreeId value) {
            return new Table(oid, schema, name, owner, columns, value, indexes, constraints, referencedBy, persistence);
        }

        public Table withName(String newSchema, String newName) {
            return new Table(
                    oid, newSchema, newName, owner, columns, tree, indexes, constraints, referencedBy, persistence);
        }

        public Table withOwner(String value) {
            return new Table(oid, schema, name, value, columns, tree, indexes, constraints, referencedBy, persistence);
        }
    }

    /// A stored query.
    record View(int oid, String schema, String name, String owner, List<ColumnDef> columns, String querySql)
            implements RelationDef {

        public View {
            columns = List.copyOf(columns);
        }
    }

    /// A sequence seen as a relation.
    record Sequence(int oid, String schema, String name, String owner, List<ColumnDef> columns, SequenceDef sequence)
            implements RelationDef {

        public Sequence {
            columns = List.copyOf(columns);
        }
    }

    /// A relation whose rows are computed when they are read: system catalogs and statistics.
    record Virtual(int oid, String schema, String name, List<ColumnDef> columns, VirtualRows rows)
            implements RelationDef {

        public Virtual {
            columns = List.copyOf(columns);
        }

        @Override
        public String owner() {
            return "heliosdb";
        }
    }

    /// How long a table lives, and whether standbys have it.
    enum Persistence {
        PERMANENT,
        UNLOGGED,
        TEMPORARY
    }

    /// The rows of a virtual relation, as of now; each is an array of column values.
    @FunctionalInterface
    interface VirtualRows {
        Iterator<@Nullable Object[]> read(FunctionContext context);
    }
}
