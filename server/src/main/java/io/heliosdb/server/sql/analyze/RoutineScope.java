package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.CatalogObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What names mean in the body of a function beside columns: its arguments (PostgreSQL 18 manual, 36.5.1) or
/// its variables (42.11.1). Each stands for a parameter of the statement.
///
/// @param levels the innermost block first
/// @param strict whether a name that is a column's, too, is refused rather than taken for the column
public record RoutineScope(List<Level> levels, boolean strict) {

    public RoutineScope {
        levels = List.copyOf(levels);
    }

    /// The names of one block.
    ///
    /// @param label by which they may be qualified; empty without one
    /// @param numbers of the parameters, from 1
    public record Level(String label, Map<String, Integer> numbers) {}

    public static RoutineScope of(CatalogObject.Routine routine) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String name : routine.argumentNames()) {
            if (!name.isEmpty()) {
                numbers.putIfAbsent(name, routine.argumentNames().indexOf(name) + 1);
            }
        }
        return new RoutineScope(List.of(new Level(routine.name(), numbers)), false);
    }

    /// The number of what has the name; 0 when nothing has.
    int number(String name) {
        for (Level level : levels) {
            Integer number = level.numbers.get(name);
            if (number != null) {
                return number;
            }
        }
        return 0;
    }

    /// The number of what has the name in the block with the label; 0 when nothing has.
    int number(String label, String name) {
        for (Level level : levels) {
            if (level.label.equals(label)) {
                return level.numbers.getOrDefault(name, 0);
            }
        }
        return 0;
    }
}
