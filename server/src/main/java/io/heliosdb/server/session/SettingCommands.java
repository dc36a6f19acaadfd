package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement.Modes;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SET, RESET and SHOW (PostgreSQL 18 manual, SQL commands). Used by the session's thread.
final class SettingCommands {

    /// Settings whose value is a list, with the items kept apart as names.
    private static final Set<String> NAME_LISTS = Set.of("search_path", "temp_tablespaces");

    private final SessionState state;

    SettingCommands(SessionState state) {
        this.state = state;
    }

    Execution set(SessionStatement.Set set) {
        String name = set.name();
        if (set.local()) {
            warnLocal();
        }
        state.special.set(name, value(name, set.values()), set.local());
        return FixedRows.done("SET");
    }

    private void warnLocal() {
        if (!state.block.isBlock()) {
            state.notice(Notice.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "SET LOCAL can only be used in transaction blocks"));
        }
    }

    private static @Nullable String value(String name, @Nullable List<String> values) {
        if (values == null) {
            return null;
        }
        String key = name.toLowerCase(Locale.ROOT);
        if (NAME_LISTS.contains(key)) {
            return values.stream().map(SettingCommands::quoteIfNeeded).collect(Collectors.joining(", "));
        }
        if (values.size() > 1 && !key.equals("datestyle")) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "SET " + name + " takes only one argument");
        }
        return String.join(", ", values);
    }

    private static String quoteIfNeeded(String item) {
        return item.matches("[a-z_][a-z0-9_$]*") ? item : Identifiers.quote(item);
    }

    Execution setTransaction(SessionStatement.SetTransaction set) {
        if (!set.snapshot().isEmpty()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "importing a snapshot is not supported");
        }
        Modes modes = set.modes();
        if (set.session()) {
            setDefault("default_transaction_isolation", modes.isolation());
            setDefault("default_transaction_read_only", onOff(modes.readOnly()));
            setDefault("default_transaction_deferrable", onOff(modes.deferrable()));
            return FixedRows.done("SET");
        }
        if (!state.block.isBlock()) {
            state.notice(Notice.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION can only be used in transaction blocks"));
        }
        state.block.setModes(modes);
        return FixedRows.done("SET");
    }

    private static @Nullable String onOff(@Nullable Boolean value) {
        return value == null ? null : value ? "on" : "off";
    }

    private void setDefault(String name, @Nullable String value) {
        if (value != null) {
            state.settings.set(name, value, false);
        }
    }

    Execution setRole(SessionStatement.SetRole set) {
        if (set.local()) {
            warnLocal();
        }
        String name = set.sessionAuthorization() ? "session_authorization" : "role";
        state.special.set(name, set.role(), set.local());
        return FixedRows.done("SET");
    }

    Execution reset(SessionStatement.Reset reset) {
        if (reset.name().isEmpty()) {
            state.settings.resetAll();
        } else {
            state.special.set(reset.name(), null, false);
        }
        return FixedRows.done("RESET");
    }

    List<OutputColumn> columns(SessionStatement.Show show) {
        if (show.name().isEmpty()) {
            return List.of(
                    OwnCommands.column("name", Types.TEXT),
                    OwnCommands.column("setting", Types.TEXT),
                    OwnCommands.column("description", Types.TEXT));
        }
        SettingDefinition setting = state.settings.definitions().get(show.name());
        return List.of(OwnCommands.column(setting.name(), Types.TEXT));
    }

    Execution show(SessionStatement.Show show) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (show.name().isEmpty()) {
            for (SettingDefinition setting : state.settings.definitions().all()) {
                rows.add(new @Nullable Object[] {
                    setting.name(), state.special.show(setting.name()), setting.description()
                });
            }
        } else {
            rows.add(new @Nullable Object[] {state.special.show(show.name())});
        }
        return new FixedRows("SHOW", rows);
    }
}
