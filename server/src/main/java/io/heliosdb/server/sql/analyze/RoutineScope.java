package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.CatalogObject;
import java.util.List;

/// What names mean in the body of a function beside columns: its arguments (PostgreSQL 18 manual, 36.5.1).
///
/// @param name of the function, by which arguments may be qualified
/// @param arguments names in order; empty strings for unnamed ones
public record RoutineScope(String name, List<String> arguments) {

    public RoutineScope {
        arguments = List.copyOf(arguments);
    }

    public static RoutineScope of(CatalogObject.Routine routine) {
        return new RoutineScope(routine.name(), routine.argumentNames());
    }

    /// The number of an argument, from 1; 0 when there is none of the name.
    int number(String argument) {
        return argument.isEmpty() ? 0 : arguments.indexOf(argument) + 1;
    }
}
