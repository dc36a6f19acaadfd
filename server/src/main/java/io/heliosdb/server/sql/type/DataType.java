package io.heliosdb.server.sql.type;

/// A type with its modifier, as a column or an expression has it.
///
/// @param typmod PostgreSQL's encoding of the modifier; -1 when there is none
public record DataType(Type type, int typmod) {

    /// The type without a modifier.
    public static DataType of(Type type) {
        return new DataType(type, -1);
    }

    @Override
    public String toString() {
        return type.displayName(typmod);
    }
}
