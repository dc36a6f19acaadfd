package io.heliosdb.server.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A trigger of a table or a view.
///
/// @param routine oid of its function
/// @param kind when and for what it fires, as the bits of `pg_trigger.tgtype`
/// @param columns positions of the columns of UPDATE OF; empty for all
/// @param whenSql its condition over `old` and `new`; null without one
/// @param oldTable what its function calls the rows as they were before the statement; empty for nothing
/// @param newTable as `oldTable`, of the rows as they are afterwards
/// @param constraint null for an ordinary trigger
public record TriggerDef(
        int oid,
        String name,
        int routine,
        int kind,
        List<Integer> columns,
        @Nullable String whenSql,
        String oldTable,
        String newTable,
        List<String> arguments,
        Enabled enabled,
        @Nullable Constraint constraint) {

    private static final int ROW = 1;
    private static final int BEFORE = 2;
    private static final int INSTEAD = 64;

    public TriggerDef {
        columns = List.copyOf(columns);
        arguments = List.copyOf(arguments);
    }

    /// What happens to rows.
    public enum Event {
        INSERT(4),
        DELETE(8),
        UPDATE(16),
        TRUNCATE(32);

        private final int bit;

        Event(int bit) {
            this.bit = bit;
        }

        /// As `pg_trigger.tgtype` has it.
        public int bit() {
            return bit;
        }
    }

    /// When a trigger fires.
    public enum Timing {
        BEFORE(TriggerDef.BEFORE),
        AFTER(0),
        INSTEAD_OF(INSTEAD);

        private final int bit;

        Timing(int bit) {
            this.bit = bit;
        }
    }

    /// In which sessions it fires, by their `session_replication_role`.
    public enum Enabled {
        /// In all but replicas.
        ORIGIN("O"),
        DISABLED("D"),
        /// Only in replicas.
        REPLICA("R"),
        ALWAYS("A");

        private final String letter;

        Enabled(String letter) {
            this.letter = letter;
        }

        /// As `pg_trigger.tgenabled` has it.
        public String letter() {
            return letter;
        }

        /// Whether it fires in a session of this role.
        public boolean fires(boolean replica) {
            return this == ALWAYS || this == (replica ? REPLICA : ORIGIN);
        }
    }

    /// What makes it a constraint trigger.
    ///
    /// @param oid `pg_constraint.oid`
    /// @param referencedTable oid of the table of FROM; 0 without one
    public record Constraint(int oid, ConstraintDef.Timing timing, int referencedTable) {}

    /// @return the bits of `pg_trigger.tgtype`
    public static int kind(Timing timing, boolean row, List<Event> events) {
        return timing.bit
                | (row ? ROW : 0)
                | events.stream().mapToInt(Event::bit).sum();
    }

    public boolean isRow() {
        return (kind & ROW) != 0;
    }

    public Timing timing() {
        return (kind & BEFORE) != 0 ? Timing.BEFORE : (kind & INSTEAD) != 0 ? Timing.INSTEAD_OF : Timing.AFTER;
    }

    public boolean firesOn(Event event) {
        return (kind & event.bit) != 0;
    }

    public TriggerDef withName(String value) {
        return new TriggerDef(
                oid, value, routine, kind, columns, whenSql, oldTable, newTable, arguments, enabled, constraint);
    }

    public TriggerDef withRoutine(int value) {
        return new TriggerDef(
                oid, name, value, kind, columns, whenSql, oldTable, newTable, arguments, enabled, constraint);
    }

    public TriggerDef withEnabled(Enabled value) {
        return new TriggerDef(
                oid, name, routine, kind, columns, whenSql, oldTable, newTable, arguments, value, constraint);
    }

    public TriggerDef withWhen(@Nullable String value) {
        return new TriggerDef(
                oid, name, routine, kind, columns, value, oldTable, newTable, arguments, enabled, constraint);
    }
}
