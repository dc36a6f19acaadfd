package io.heliosdb.server.sql.plpgsql;

import java.util.List;

/// A body that was read: what to run, and its variables by slot.
///
/// @param variables all of them, of all blocks; the arguments first
/// @param found the variable FOUND
public record PlCode(PlNode.Block block, List<PlVariable> variables, PlVariable found) {

    public PlCode {
        variables = List.copyOf(variables);
    }
}
