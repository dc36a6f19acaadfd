package io.heliosdb.server.sql.catalog;

/// How a sequence counts.
///
/// @param ownedByTable oid of the table whose column owns it; 0 when none does
/// @param ownedByColumn `attnum` of that column
public record SequenceDef(
        int typeOid,
        long start,
        long increment,
        long min,
        long max,
        long cache,
        boolean cycle,
        int ownedByTable,
        int ownedByColumn) {}
