package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that writing a table needs, compiled once per definition of the table. Immutable.
///
/// Expressions read the row from slot 0 of a frame of shape `shape`, conditions of triggers a second one from slot 1.
///
/// @param triggers null when there are none
public record TableAccess(
        RelationDef.Table table,
        RowCodec codec,
        Frame.PlanShape shape,
        List<IndexAccess> indexes,
        List<CheckAccess> checks,
        List<ConstraintDef.ForeignKey> foreignKeys,
        List<GeneratedAccess> generated,
        @Nullable TableTriggers triggers) {

    /// A generated column and its value, over the row's other columns.
    ///
    /// @param reads which of these
    public record GeneratedAccess(int column, Eval value, Set<Integer> reads) {}

    /// A CHECK constraint.
    public record CheckAccess(String name, Eval condition) {}

    /// An index.
    ///
    /// @param parts the key's values
    /// @param columns positions that the entry depends on; null when it may be any
    /// @param predicate of a partial index
    /// @param constraint whose index it is, null for a mere index
    public record IndexAccess(
            IndexDef def,
            IndexKeyCodec codec,
            List<Eval> parts,
            int @Nullable [] columns,
            @Nullable Eval predicate,
            ConstraintDef.@Nullable Unique constraint) {

        /// Whether a change of these columns may change the entry.
        boolean dependsOn(boolean[] changed) {
            if (columns == null) {
                return true;
            }
            for (int column : columns) {
                if (changed[column]) {
                    return true;
                }
            }
            return false;
        }

        boolean deferrable() {
            return constraint != null && constraint.timing() != ConstraintDef.Timing.NOT_DEFERRABLE;
        }
    }
}
