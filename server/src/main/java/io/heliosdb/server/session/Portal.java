package io.heliosdb.server.session;

import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement bound to values, and how far it has run. Used by the session's thread.
final class Portal {

    final String name;
    final PreparedStatement statement;
    final PrimaryLink.RemoteBinding binding;

    /// Decoded values; empty while only the primary knows their types.
    final List<@Nullable Object> parameters;

    @Nullable
    Execution execution;

    /// Known once it is described or opened.
    @Nullable
    List<OutputColumn> columns;

    /// Where it runs on the primary.
    @Nullable
    PrimaryLink link;

    boolean finished;

    /// The tag of the Execute that ended it; empty before.
    String tag = "";

    Portal(
            String name,
            PreparedStatement statement,
            PrimaryLink.RemoteBinding binding,
            List<@Nullable Object> parameters) {
        this.name = name;
        this.statement = statement;
        this.binding = binding;
        this.parameters = parameters;
    }

    /// The tag of what returns rows counts those of the last Execute only, as PostgreSQL's does.
    static String rowsTag(String tag, long rows) {
        int number = tag.lastIndexOf(' ') + 1;
        boolean counts = number > 0 && tag.chars().skip(number).allMatch(Character::isDigit);
        return counts ? tag.substring(0, number) + rows : tag;
    }

    /// Frees what it holds, here and on the primary.
    void close() {
        Execution running = execution;
        execution = null;
        finished = true;
        if (running != null) {
            running.close();
        }
        PrimaryLink there = link;
        if (there != null && there.isOpen()) {
            there.closePortal(name);
        }
    }
}
