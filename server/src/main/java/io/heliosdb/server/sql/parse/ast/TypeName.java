package io.heliosdb.server.sql.parse.ast;

import java.util.List;

/// A type as written.
///
/// SQL's own spellings arrive under PostgreSQL's internal names (`double precision` as `pg_catalog.float8`,
/// `timestamp with time zone` as `pg_catalog.timestamptz`, `char` as `pg_catalog.bpchar`).
///
/// @param modifiers what stands in parentheses
/// @param intervalFields `YEAR TO MONTH` and its kin, else empty
/// @param arrayDimensions how many `[]` follow
/// @param setOf whether SETOF precedes
/// @param columnType whether it is `table.column%TYPE`
public record TypeName(
        QualifiedName name,
        List<Expression> modifiers,
        String intervalFields,
        int arrayDimensions,
        boolean setOf,
        boolean columnType) {

    public TypeName {
        modifiers = List.copyOf(modifiers);
    }

    public int position() {
        return name.position();
    }
}
