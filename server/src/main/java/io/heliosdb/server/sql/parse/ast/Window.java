package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A window, as OVER or WINDOW gives it.
///
/// @param reference an existing window that this one uses or refines, else empty
/// @param bare whether it is `OVER name`, without parentheses
public record Window(
        String reference,
        boolean bare,
        List<Expression> partition,
        List<SortItem> order,
        @Nullable Frame frame,
        int position) {

    /// @param between whether both bounds were said
    public record Frame(Unit unit, Bound start, Bound end, boolean between, Exclusion exclusion, int position) {}

    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    public record Bound(Kind kind, @Nullable Expression offset) {
        public enum Kind {
            UNBOUNDED_PRECEDING,
            PRECEDING,
            CURRENT_ROW,
            FOLLOWING,
            UNBOUNDED_FOLLOWING
        }
    }

    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }
}
