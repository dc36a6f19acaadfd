package io.heliosdb.server.session;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that a session keeps under a name, or only while it runs it. Used by the session's thread.
final class PreparedStatement {

    /// The session's number of it, never used twice.
    final long id;

    final String name;
    final ParsedStatement parsed;

    /// As the client declared them; null where the type is to be inferred.
    final List<@Nullable Type> declaredTypes;

    /// The name that SQL's PREPARE gave; null for a statement of the protocol.
    final @Nullable String sqlName;

    /// The whole text of SQL's PREPARE, for the link.
    final String sql;

    /// Null until analyzed, and while only the primary can analyze it.
    @Nullable
    Analyzed analyzed;

    /// What it returned when it was first analyzed; null before.
    @Nullable
    List<OutputColumn> columns;

    /// The statement within EXECUTE, DECLARE or COPY, once looked at: it decides where the whole runs.
    @Nullable
    PreparedStatement inner;

    PreparedStatement(long id, String name, ParsedStatement parsed, List<@Nullable Type> declaredTypes) {
        this(id, name, parsed, declaredTypes, null);
    }

    PreparedStatement(
            long id,
            String name,
            ParsedStatement parsed,
            List<@Nullable Type> declaredTypes,
            @Nullable String prepareSql) {
        this.id = id;
        this.name = name;
        this.parsed = parsed;
        this.declaredTypes = declaredTypes;
        this.sqlName = prepareSql == null ? null : name;
        this.sql = prepareSql == null ? parsed.sql() : prepareSql;
    }

    /// Notes what it means now.
    ///
    /// @throws SqlException 0A000 when its rows no longer look as the client was told
    void found(Analyzed now) {
        List<OutputColumn> described = columns;
        if (described == null) {
            columns = now.columns();
        } else if (id != 0 && !sameColumns(described, now.columns())) {
            // Drivers know by the routine that they may prepare the statement again.
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cached plan must not change result type")
                    .with(ErrorFields.NONE.withRoutine("RevalidateCachedQuery"));
        }
        analyzed = now;
    }

    private static boolean sameColumns(List<OutputColumn> before, List<OutputColumn> now) {
        boolean same = before.size() == now.size();
        for (int i = 0; same && i < now.size(); i++) {
            same = before.get(i).name().equals(now.get(i).name())
                    && before.get(i).type().equals(now.get(i).type());
        }
        return same;
    }

    List<Type> parameterTypes() {
        Analyzed known = analyzed;
        return known == null ? List.of() : known.parameterTypes();
    }

    /// How the link knows it.
    PrimaryLink.Remote remote() {
        List<Integer> oids = analyzed != null
                ? analyzed.parameterTypes().stream().map(Type::oid).toList()
                : declaredTypes.stream()
                        .map(type -> type == null ? 0 : type.oid())
                        .toList();
        return new PrimaryLink.Remote(id, sqlName, sql, oids, parsed.start());
    }
}
