package io.heliosdb.server.sql.plpgsql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A variable of a body.
///
/// @param slot its place among all variables of the body, from 0
/// @param initial null without a default
public record PlVariable(
        int slot,
        String name,
        Declared type,
        boolean constant,
        boolean notNull,
        @Nullable PlSql initial) {

    /// How a variable's type was given.
    public sealed interface Declared {
        /// @param text a type name, or `name%TYPE`
        record Named(String text, PlScope scope) implements Declared {}

        /// `table%ROWTYPE`.
        record RowOf(String relation) implements Declared {}

        /// `RECORD`: whatever is assigned.
        record AnyRow() implements Declared {}

        /// Given by the caller: an argument, or a variable that every body has.
        record Given() implements Declared {}

        /// A cursor bound to a query.
        ///
        /// @param arguments names of its parameters, which are variables of `query`'s scope
        record BoundCursor(PlSql query, List<PlVariable> arguments) implements Declared {}
    }
}
