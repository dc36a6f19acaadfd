package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.type.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table's triggers, compiled. Immutable.
///
/// @param rowType of the rows that functions get
/// @param list in the order of their names
public record TableTriggers(RowType rowType, List<Access> list) {

    /// The slots in which a condition finds the two rows.
    public static final int OLD = 0;

    public static final int NEW = 1;

    public TableTriggers {
        list = List.copyOf(list);
    }

    /// @param when the condition, over the rows in the slots {@link #OLD} and {@link #NEW}; null without one
    public record Access(TriggerDef def, @Nullable Eval when) {}
}
