package io.heliosdb.server.sql.catalog;

/// How a sequence counts.
///
/// @param ownedByTable oid of the table whose column owns it; 0 when none does
/// @param ownedByColumn `attnum` of that column
/// @param stateId key of its counter; a restart takes a new one, so that it rolls back with its transaction
/// @param restart the first value that a fresh counter gives
public record SequenceDef(
        int typeOid,
        long start,
        long increment,
        long min,
        long max,
        long cache,
        boolean cycle,
        int ownedByTable,
        int ownedByColumn,
        long stateId,
        long restart) {

    public SequenceDef withOwner(int table, int column) {
        return new SequenceDef(typeOid, start, increment, min, max, cache, cycle, table, column, stateId, restart);
    }

    /// The same sequence with a counter of its own that begins at `first`.
    public SequenceDef restarted(long newStateId, long first) {
        return new SequenceDef(
                typeOid, start, increment, min, max, cache, cycle, ownedByTable, ownedByColumn, newStateId, first);
    }
}
