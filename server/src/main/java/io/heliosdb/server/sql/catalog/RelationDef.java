package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.function.FunctionContext;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

    /// Empty for what cannot have any.
    default TriggerSet triggers() {
        return TriggerSet.NONE;
    }

    /// The query that its rows come from, as a view; empty for what has none.
    default Optional<View> query() {
        return Optional.empty();
    }

    /// A table with rows of its own.
    ///
    /// @param tree where its rows are, by row id
    /// @param referencedBy oids of tables with a foreign key to this one
    /// @param materialized of a materialized view; null for an ordinary table
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
            Persistence persistence,
            TriggerSet triggers,
            @Nullable Materialized materialized)
            implements RelationDef {

        public Table {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
            constraints = List.copyOf(constraints);
            referencedBy = List.copyOf(referencedBy);
        }

        private Table with(String newSchema, String newName, String newOwner, TriggerSet newTriggers) {
            return new Table(
                    oid,
                    newSchema,
                    newName,
                    newOwner,
                    columns,
                    tree,
                    indexes,
                    constraints,
                    referencedBy,
                    persistence,
                    newTriggers,
                    materialized);
        }

        private Table with(
                List<ColumnDef> newColumns,
                TreeId newTree,
                List<IndexDef> newIndexes,
                List<ConstraintDef> newConstraints,
                List<Integer> newReferencedBy) {
            return new Table(
                    oid,
                    schema,
                    name,
                    owner,
                    newColumns,
                    newTree,
                    newIndexes,
                    newConstraints,
                    newReferencedBy,
                    persistence,
                    triggers,
                    materialized);
        }

        /// With another text of its query.
        public Table withQuery(String sql) {
            return withMaterialized(new Materialized(sql, materialized != null && materialized.populated()));
        }

        public Table withMaterialized(Materialized value) {
            return new Table(
                    oid,
                    schema,
                    name,
                    owner,
                    columns,
                    tree,
                    indexes,
                    constraints,
                    referencedBy,
                    persistence,
                    triggers,
                    value);
        }

        @Override
        public Optional<View> query() {
            return Optional.ofNullable(materialized)
                    .map(m -> new View(
                            oid, schema, name, owner, columns, m.querySql(), CheckOption.NONE, TriggerSet.NONE));
        }

        public Table withReferencedBy(List<Integer> value) {
            return with(columns, tree, indexes, constraints, value);
        }

        public Table withColumns(List<ColumnDef> value) {
            return with(value, tree, indexes, constraints, referencedBy);
        }

        public Table withIndexes(List<IndexDef> value) {
            return with(columns, tree, value, constraints, referencedBy);
        }

        public Table withConstraints(List<ConstraintDef> value) {
            return with(columns, tree, indexes, value, referencedBy);
        }

        public Table withTree(TreeId value) {
            return with(columns, value, indexes, constraints, referencedBy);
        }

        public Table withName(String newSchema, String newName) {
            return with(newSchema, newName, owner, triggers);
        }

        public Table withOwner(String value) {
            return with(schema, name, value, triggers);
        }

        public Table withTriggers(TriggerSet value) {
            return with(schema, name, owner, value);
        }
    }

    /// What makes a table a materialized view.
    ///
    /// @param populated whether it has the rows of its query, if only old ones
    record Materialized(String querySql, boolean populated) {}

    /// A stored query.
    record View(
            int oid,
            String schema,
            String name,
            String owner,
            List<ColumnDef> columns,
            String querySql,
            CheckOption checkOption,
            TriggerSet triggers)
            implements RelationDef {

        public View {
            columns = List.copyOf(columns);
        }

        @Override
        public Optional<View> query() {
            return Optional.of(this);
        }

        public View withColumns(List<ColumnDef> value) {
            return new View(oid, schema, name, owner, value, querySql, checkOption, triggers);
        }

        public View withCheckOption(CheckOption value) {
            return new View(oid, schema, name, owner, columns, querySql, value, triggers);
        }

        public View withName(String newSchema, String newName) {
            return new View(oid, newSchema, newName, owner, columns, querySql, checkOption, triggers);
        }

        public View withOwner(String value) {
            return new View(oid, schema, name, value, columns, querySql, checkOption, triggers);
        }

        public View withQuery(List<ColumnDef> newColumns, String value) {
            return new View(oid, schema, name, owner, newColumns, value, checkOption, triggers);
        }

        public View withTriggers(TriggerSet value) {
            return new View(oid, schema, name, owner, columns, querySql, checkOption, value);
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

    /// Whether rows that are changed through a view must be rows of it, and of the views below it.
    enum CheckOption {
        NONE,
        LOCAL,
        CASCADED
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
