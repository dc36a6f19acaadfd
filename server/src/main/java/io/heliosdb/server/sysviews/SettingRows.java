package io.heliosdb.server.sysviews;

import io.heliosdb.server.session.SettingDefinition;
import io.heliosdb.server.session.SettingDefinitions;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import java.util.Locale;
import java.util.Map;

/// `pg_settings`.
final class SettingRows {

    private static final SettingDefinitions SETTINGS = SettingDefinitions.load();

    private SettingRows() {}

    static Map<String, SystemRows> all() {
        return Map.of("pg_settings", SettingRows::settings);
    }

    private static void settings(Scan scan, RowSink rows) {
        for (SettingDefinition setting : SETTINGS.all()) {
            String value = setting.plain(scan.context().setting(setting.name()));
            RowSink.Row row = rows.row()
                    .set("name", setting.name())
                    .set("setting", value)
                    .set("unit", setting.unit().isEmpty() ? null : setting.unit())
                    .set("category", setting.category())
                    .set("short_desc", setting.description())
                    .set("context", setting.context().name().toLowerCase(Locale.ROOT))
                    .set("vartype", setting.kind().name().toLowerCase(Locale.ROOT))
                    .set("source", value.equals(setting.defaultValue()) ? "default" : "session")
                    .set("min_val", setting.min().isEmpty() ? null : setting.min())
                    .set("max_val", setting.max().isEmpty() ? null : setting.max())
                    .set("boot_val", setting.defaultValue())
                    .set("reset_val", setting.defaultValue())
                    .flag("pending_restart", false);
            if (!setting.choices().isEmpty()) {
                row.set("enumvals", ArrayValue.ofList(Types.TEXT, setting.choices()));
            }
        }
    }
}
