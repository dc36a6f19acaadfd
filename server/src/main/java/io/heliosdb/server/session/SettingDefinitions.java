package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.SettingDefinition.Context;
import io.heliosdb.server.session.SettingDefinition.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// All settings by name, read from `settings.tsv` beside this class; immutable.
public final class SettingDefinitions {

    private final Map<String, SettingDefinition> byName = new TreeMap<>();

    private SettingDefinitions() {}

    /// Reads the table.
    public static SettingDefinitions load() {
        SettingDefinitions definitions = new SettingDefinitions();
        try (InputStream in = Objects.requireNonNull(
                        SettingDefinitions.class.getResourceAsStream("settings.tsv"), "settings.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                SettingDefinition definition = parse(line.split("\t", -1));
                definitions.byName.put(definition.name().toLowerCase(Locale.ROOT), definition);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return definitions;
    }

    private static SettingDefinition parse(String[] fields) {
        return new SettingDefinition(
                fields[0],
                Kind.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                fields[2],
                Context.valueOf(fields[3].toUpperCase(Locale.ROOT)),
                fields[4],
                fields[5],
                fields[6],
                fields[7].isEmpty() ? List.of() : List.of(fields[7].split(",")),
                fields[8],
                fields[9]);
    }

    /// In order of their names.
    public Collection<SettingDefinition> all() {
        return byName.values();
    }

    boolean contains(String name) {
        return byName.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /// The setting, in whatever case its name is written; one with a dot in its name need not be known.
    ///
    /// @throws SqlException 42704
    SettingDefinition get(String name) {
        SettingDefinition known = byName.get(name.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (name.indexOf('.') > 0) {
            return SettingDefinition.custom(name);
        }
        throw new SqlException(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }
}
