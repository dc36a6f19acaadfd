package io.heliosdb.server.sql.catalog;

import java.util.List;

/// A constraint of a table.
public sealed interface ConstraintDef {

    int oid();

    String name();

    Timing timing();

    /// When it is checked.
    enum Timing {
        NOT_DEFERRABLE,
        INITIALLY_IMMEDIATE,
        INITIALLY_DEFERRED
    }

    /// `CHECK`; the expression as SQL text over the table's column names.
    record Check(int oid, String name, String expressionSql, boolean validated) implements ConstraintDef {
        @Override
        public Timing timing() {
            return Timing.NOT_DEFERRABLE;
        }
    }

    /// `PRIMARY KEY` or `UNIQUE`, kept by an index.
    record Unique(int oid, String name, int indexOid, boolean primary, Timing timing) implements ConstraintDef {}

    /// `FOREIGN KEY`; columns are positions in the rows of this and of the referenced table.
    ///
    /// @param deleteColumns those that `ON DELETE SET` is about; empty for all
    record ForeignKey(
            int oid,
            String name,
            List<Integer> columns,
            int referencedTable,
            List<Integer> referencedColumns,
            int referencedIndex,
            Action onDelete,
            List<Integer> deleteColumns,
            Action onUpdate,
            boolean matchFull,
            Timing timing,
            boolean validated)
            implements ConstraintDef {

        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
            deleteColumns = List.copyOf(deleteColumns);
        }
    }

    /// What happens to referencing rows.
    enum Action {
        NO_ACTION,
        RESTRICT,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }
}
