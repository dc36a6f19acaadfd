package io.heliosdb.server.session;

import java.util.List;

/// What a setting is (PostgreSQL's `pg_settings`).
///
/// @param defaultValue in the smallest unit for a number
/// @param unit empty, or the unit of a plain number: `ms`, `s`, `min`, `B`, `kB`, `8kB`, `MB`
/// @param min, max empty when there is no limit
/// @param choices the values of an enum
public record SettingDefinition(
        String name,
        Kind kind,
        String defaultValue,
        Context context,
        String unit,
        String min,
        String max,
        List<String> choices,
        String category,
        String description) {

    public enum Kind {
        BOOL,
        INTEGER,
        REAL,
        STRING,
        ENUM
    }

    /// Who may change it, and when.
    public enum Context {
        INTERNAL,
        POSTMASTER,
        SIGHUP,
        SUPERUSER,
        USER
    }

    /// A setting of the form `extension.name`, which anybody may invent.
    static SettingDefinition custom(String name) {
        return new SettingDefinition(
                name, Kind.STRING, "", Context.USER, "", "", "", List.of(), "Customized Options", "");
    }

    /// A value as `pg_settings` has it: a plain number in the setting's unit.
    ///
    /// @param shown as `SHOW` prints it
    public String plain(String shown) {
        return kind == Kind.INTEGER ? SettingValues.canonical(this, shown) : shown;
    }
}
