package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The values of one session's settings. Used by the session's thread only.
///
/// A value comes from the first of: `SET LOCAL` of this transaction, `SET`, the connection's startup options,
/// the node's configuration, the table of definitions. The maps are replaced, never changed, so that a
/// savepoint costs nothing.
final class Settings {

    private final SettingDefinitions definitions;
    private final Map<String, String> startup = new HashMap<>();
    private Values values = new Values(Map.of(), Map.of());
    private final List<Values> saved = new ArrayList<>();
    private final Consumer<ClientEncoding> encodings;
    private ClientEncoding encoding = ClientEncoding.UTF8;
    private long version;

    /// What {@link #get} and {@link #integer} have found since a value changed last: every statement asks for the
    /// same few names.
    private final Map<String, String> found = new HashMap<>();

    private final Map<String, Integer> foundIntegers = new HashMap<>();

    /// What says who the user is, and is reset by name only.
    private static final Set<String> IDENTITY = Set.of("role", "session_authorization");

    private record Values(Map<String, String> session, Map<String, String> local) {}

    /// @param encodings told whenever `client_encoding` changes
    Settings(SettingDefinitions definitions, Consumer<ClientEncoding> encodings) {
        this.definitions = definitions;
        this.encodings = encodings;
    }

    SettingDefinitions definitions() {
        return definitions;
    }

    /// Changes whenever any value may have changed.
    long version() {
        return version;
    }

    /// Sets what `RESET` goes back to, without asking who may.
    void setStartup(String name, String value) {
        SettingDefinition setting = definitions.get(name);
        startup.put(key(setting.name()), SettingValues.canonical(setting, value));
        noteChange();
    }

    /// Sets a value as `SET` or `SET LOCAL` does; null is DEFAULT.
    ///
    /// @throws SqlException 42704, 22023, 55P02, 42501
    void set(String name, @Nullable String value, boolean local) {
        SettingDefinition setting = definitions.get(name);
        checkMayChange(setting);
        String canonical = value == null ? resetValue(setting) : SettingValues.canonical(setting, value);
        Map<String, String> session = new HashMap<>(values.session);
        Map<String, String> locals = new HashMap<>(values.local);
        if (local) {
            locals.put(key(name), canonical);
        } else {
            locals.remove(key(name));
            session.put(key(name), canonical);
        }
        replace(new Values(session, locals));
    }

    private void checkMayChange(SettingDefinition setting) {
        String quoted = "parameter \"" + setting.name() + "\" ";
        switch (setting.context()) {
            case INTERNAL -> throw new SqlException(SqlState.CANT_CHANGE_RUNTIME_PARAM, quoted + "cannot be changed");
            case POSTMASTER ->
                throw new SqlException(
                        SqlState.CANT_CHANGE_RUNTIME_PARAM, quoted + "cannot be changed without restarting the server");
            case SIGHUP -> throw new SqlException(SqlState.CANT_CHANGE_RUNTIME_PARAM, quoted + "cannot be changed now");
            case SUPERUSER, USER -> {
                // Nobody is kept from tuning their own session: what superusers alone may set in PostgreSQL is
                // dangerous to a process shared by all, which these settings do not reach here.
            }
        }
    }

    void reset(String name) {
        set(name, null, false);
    }

    /// Resets everything but who the user is.
    void resetAll() {
        replace(new Values(identity(values.session), identity(values.local)));
    }

    private static Map<String, String> identity(Map<String, String> values) {
        Map<String, String> kept = new HashMap<>(values);
        kept.keySet().retainAll(IDENTITY);
        return kept;
    }

    private void replace(Values changed) {
        values = changed;
        noteChange();
    }

    private void noteChange() {
        version++;
        found.clear();
        foundIntegers.clear();
        String name = get("client_encoding");
        if (!name.equals(encoding.name())) {
            encoding = ClientEncoding.find(name).orElse(ClientEncoding.UTF8);
            encodings.accept(encoding);
        }
    }

    /// `client_encoding`.
    ClientEncoding encoding() {
        return encoding;
    }

    private String resetValue(SettingDefinition setting) {
        return startup.getOrDefault(key(setting.name()), setting.defaultValue());
    }

    /// The canonical value.
    ///
    /// @throws SqlException 42704
    String get(String name) {
        String known = found.get(name);
        if (known == null) {
            known = lookUp(name);
            found.put(name, known);
        }
        return known;
    }

    private String lookUp(String name) {
        String key = key(name);
        String value = values.local.get(key);
        if (value == null) {
            value = values.session.get(key);
        }
        if (value == null) {
            value = startup.get(key);
        }
        if (value != null) {
            return value;
        }
        if (!definitions.contains(key) && key.indexOf('.') > 0) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
        }
        return definitions.get(name).defaultValue();
    }

    /// As `SHOW` prints it.
    String show(String name) {
        return SettingValues.show(definitions.get(name), get(name));
    }

    int integer(String name) {
        Integer known = foundIntegers.get(name);
        if (known == null) {
            known = Integer.valueOf(get(name));
            foundIntegers.put(name, known);
        }
        return known;
    }

    boolean bool(String name) {
        return get(name).equals("on");
    }

    /// Names of everything that this session has set to a value of its own, in order.
    Set<String> changedNames() {
        Set<String> names = new TreeSet<>(startup.keySet());
        names.addAll(values.session.keySet());
        names.addAll(values.local.keySet());
        return names;
    }

    /// Remembers the values: a transaction or a savepoint begins.
    void push() {
        saved.add(values);
    }

    /// How many times {@link #push} was called and not undone.
    int depth() {
        return saved.size();
    }

    /// Brings back the values of the given depth and forgets those remembered after it; the depth itself stays.
    void rollbackTo(int depth) {
        replace(saved.get(depth));
        while (saved.size() > depth + 1) {
            saved.removeLast();
        }
    }

    /// Forgets the values remembered from `depth` on; nothing is undone.
    void release(int depth) {
        while (saved.size() > depth) {
            saved.removeLast();
        }
    }

    /// The transaction ended: SET LOCAL with it, and SET too unless it committed.
    void endTransaction(boolean committed) {
        if (saved.isEmpty()) {
            return;
        }
        if (!committed) {
            replace(saved.getFirst());
        } else if (!values.local.isEmpty()) {
            replace(new Values(values.session, Map.of()));
        }
        saved.clear();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
