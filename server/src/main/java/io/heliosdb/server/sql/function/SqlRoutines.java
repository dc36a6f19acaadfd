package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the bodies of functions and procedures that users wrote, within the transaction of the statement that
/// calls them; found through `FunctionContext.service`.
public interface SqlRoutines {

    /// A call.
    ///
    /// @param routine oid
    /// @param types of the arguments, where a declaration is polymorphic what stands for it
    /// @param result the type of the value, or of each row
    record Call(int routine, List<Type> types, Type result) {
        public Call {
            types = List.copyOf(types);
        }
    }

    /// The value: that of the last statement's first row; null when there is none.
    @Nullable
    Object value(Call call, @Nullable Object[] arguments);

    /// All rows of the last statement, each one value.
    Iterator<@Nullable Object[]> rows(Call call, @Nullable Object[] arguments);
}
