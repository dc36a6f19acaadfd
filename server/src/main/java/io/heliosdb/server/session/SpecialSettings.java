package io.heliosdb.server.session;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.TransactionStatement.Modes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Settings that show or steer something else: the transaction, the user, the node's role. Used by the session's
/// thread.
final class SpecialSettings {

    private final Settings settings;
    private final TransactionBlock block;
    private final StatementRouter router;
    private final SessionIdentity identity;
    private final RoleSwitch roles;

    SpecialSettings(
            Settings settings,
            TransactionBlock block,
            StatementRouter router,
            SessionIdentity identity,
            RoleSwitch roles) {
        this.settings = settings;
        this.block = block;
        this.router = router;
        this.identity = identity;
        this.roles = roles;
    }

    /// As `SHOW` prints it.
    ///
    /// @throws SqlException 42704
    String show(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "transaction_isolation" -> block.isolation().text();
            case "transaction_read_only" ->
                onOff(block.isReadOnly() || router.advertised().readOnly());
            case "transaction_deferrable" -> onOff(block.isDeferrable());
            case "in_hot_standby" -> onOff(router.advertised().inHotStandby());
            case "default_transaction_read_only" ->
                onOff(settings.bool(name) || router.advertised().readOnly());
            case "session_authorization" -> sessionUser();
            case "is_superuser" ->
                onOff(roles.rights(currentUser()).filter(r -> !r.isSuperuser()).isEmpty());
            case "heliosdb.commit_lsn" -> commitLsn();
            default -> settings.show(name);
        };
    }

    String sessionUser() {
        String changed = settings.get("session_authorization");
        return changed.isEmpty() ? identity.user() : changed;
    }

    String currentUser() {
        String role = settings.get("role");
        return role.equals(RoleSwitch.NONE) ? sessionUser() : role;
    }

    /// Checks whether a value may be given to a setting that says who the user is; others are not looked at. No value
    /// is whoever has logged in.
    ///
    /// @throws SqlException 22023, 42501
    void checkIdentity(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        if (name.equalsIgnoreCase("role")) {
            roles.checkRole(sessionUser(), value);
        } else if (name.equalsIgnoreCase("session_authorization")) {
            roles.checkAuthorization(value);
        }
    }

    /// End of this session's last commit, here or on the primary: what another connection has to wait for to see it.
    private String commitLsn() {
        Lsn here = block.lastCommit();
        Lsn there = router.readAfter(false, new Cancellation());
        return (here.compareTo(there) >= 0 ? here : there).toString();
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    /// Sets a value as `SET` does; null is DEFAULT.
    void set(String name, @Nullable String value, boolean local) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "transaction_isolation" -> {
                String level = value == null ? settings.get("default_transaction_isolation") : value;
                String known = SettingValues.canonical(settings.definitions().get(name), level);
                block.setModes(new Modes(known, null, null));
            }
            case "transaction_read_only" -> block.setModes(new Modes(null, bool(name, value), null));
            case "transaction_deferrable" -> block.setModes(new Modes(null, null, bool(name, value)));
            case "role" -> {
                checkIdentity(name, value);
                settings.set(name, value, local);
            }
            case "session_authorization" -> {
                checkIdentity(name, value);
                settings.set(name, value, local);
                // Who becomes another user is no more in the role that the first one had taken.
                settings.set("role", RoleSwitch.NONE, local);
            }
            case "client_encoding", "names" -> settings.set("client_encoding", value, local);
            default -> settings.set(name, value, local);
        }
    }

    private boolean bool(String name, @Nullable String value) {
        return SettingValues.bool(value == null ? "off" : value)
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "parameter \"" + name + "\" requires a Boolean value"));
    }
}
