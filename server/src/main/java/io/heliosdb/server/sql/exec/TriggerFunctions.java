package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.type.RowValue;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Calls the functions of triggers, within the transaction of the statement that fires them; found through
/// `FunctionContext.service`. Used by one thread at a time.
public interface TriggerFunctions {

    /// What is told to a trigger's function.
    ///
    /// @param old the row before; null where there is none
    /// @param fresh the row as it is to be, or as it has become; null where there is none
    record Call(
            TriggerDef trigger,
            RelationDef relation,
            TriggerDef.Event event,
            @Nullable RowValue old,
            @Nullable RowValue fresh,
            Transitions transitions) {}

    /// The rows of a statement, as `REFERENCING` names them.
    interface Transitions {

        Transitions NONE = fresh -> {
            throw new IllegalStateException("the trigger has no transition tables");
        };

        /// @param fresh whether as they are afterwards
        /// @return each the values of the columns that are not dropped
        Iterator<@Nullable Object[]> rows(boolean fresh);
    }

    /// @return the row that the function gave; null for NULL
    @Nullable
    RowValue call(Call call);

    /// The rows of the statement that has fired the trigger whose function runs.
    Iterator<@Nullable Object[]> transition(boolean fresh);

    /// How many triggers are running, one in the other; a foreign key's work counts as one.
    int depth();

    /// Does a foreign key's work.
    void reference(Runnable work);
}
