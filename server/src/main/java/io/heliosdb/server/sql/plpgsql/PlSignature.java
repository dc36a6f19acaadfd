package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;

/// The variables that a body has from its caller.
///
/// @param given their names in the order of their slots: arguments, then what is only returned
/// @param outputs slots of what makes up the returned row; empty when there are no OUT arguments
public record PlSignature(List<String> given, List<Integer> outputs) {

    /// What a trigger's function has in place of arguments (PostgreSQL 15 manual, 43.10.1).
    public static final List<String> TRIGGER = List.of(
            "new",
            "old",
            "tg_name",
            "tg_when",
            "tg_level",
            "tg_op",
            "tg_relid",
            "tg_relname",
            "tg_table_name",
            "tg_table_schema",
            "tg_nargs",
            "tg_argv");

    public PlSignature {
        given = List.copyOf(given);
        outputs = List.copyOf(outputs);
    }

    public static boolean isTrigger(Routine routine) {
        return routine.resultType() == Types.TRIGGER.oid();
    }

    public static PlSignature of(Routine routine) {
        if (isTrigger(routine)) {
            return new PlSignature(TRIGGER, List.of());
        }
        List<String> given = new ArrayList<>(routine.argumentNames());
        List<Integer> outputs = new ArrayList<>();
        for (Routine.ResultColumn column : routine.resultColumns()) {
            int slot = given.indexOf(column.name());
            if (slot < 0) {
                slot = given.size();
                given.add(column.name());
            }
            outputs.add(slot);
        }
        return new PlSignature(given, outputs);
    }
}
