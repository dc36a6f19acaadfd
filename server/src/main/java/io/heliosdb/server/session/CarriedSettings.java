package io.heliosdb.server.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which settings of a session its link to the primary must have too.
final class CarriedSettings {

    /// What is about this node, or travels in another way: a transaction's modes with its BEGIN.
    private static final Set<String> OWN = Set.of(
            "heliosdb.read_consistency",
            "heliosdb.read_wait_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "transaction_timeout",
            "transaction_isolation",
            "transaction_read_only",
            "transaction_deferrable",
            "default_transaction_read_only",
            "default_transaction_isolation",
            "default_transaction_deferrable");

    private CarriedSettings() {}

    static Map<String, String> of(SessionState state) {
        Map<String, String> carried = new LinkedHashMap<>();
        for (String name : state.settings.changedNames()) {
            boolean ofNode = state.environment.defaults().containsKey(name);
            if (!OWN.contains(name) && !ofNode) {
                carried.put(name, state.settings.get(name));
            }
        }
        // Who becomes another user gives up the role; so the user goes first.
        String role = carried.remove("role");
        if (role != null) {
            carried.put("role", role);
        }
        return carried;
    }
}
