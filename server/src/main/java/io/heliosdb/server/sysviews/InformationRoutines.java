package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `information_schema.routines` and `parameters`, made of `pg_proc`: functions and procedures, the built-in ones too,
/// without aggregates and window functions.
final class InformationRoutines {

    private static final Map<String, String> MODES = Map.of("i", "IN", "o", "OUT", "b", "INOUT", "v", "IN", "t", "OUT");

    private final Scan scan;
    private final TypeFigures types;
    private final Map<Integer, String> schemas = new HashMap<>();
    private final Map<Integer, String> languages = new HashMap<>();

    private InformationRoutines(Scan scan) {
        this.scan = scan;
        this.types = new TypeFigures(scan);
        for (CatalogObject.Schema schema : scan.catalog().schemas()) {
            schemas.put(schema.oid(), schema.name());
        }
        SystemTable.read(scan, "pg_language")
                .forEach(language -> languages.put(language.number("oid"), language.text("lanname")));
    }

    static Map<String, SystemRows> all() {
        return Map.of(
                "routines", (scan, rows) -> new InformationRoutines(scan).routines(rows),
                "parameters", (scan, rows) -> new InformationRoutines(scan).parameters(rows));
    }

    private List<SystemTable.Row> procedures() {
        return SystemTable.read(scan, "pg_proc").stream()
                .filter(row ->
                        row.text("prokind").equals("f") || row.text("prokind").equals("p"))
                .toList();
    }

    private RowSink.Row head(RowSink rows, SystemTable.Row procedure) {
        return rows.row()
                .set("specific_catalog", scan.context().database())
                .set("specific_schema", schema(procedure))
                .set("specific_name", procedure.text("proname") + "_" + procedure.text("oid"));
    }

    private String schema(SystemTable.Row procedure) {
        return schemas.getOrDefault(procedure.number("pronamespace"), Catalog.SYSTEM_SCHEMA);
    }

    private void routines(RowSink rows) {
        for (SystemTable.Row procedure : procedures()) {
            String language = languages.getOrDefault(procedure.number("prolang"), "");
            boolean function = procedure.text("prokind").equals("f");
            RowSink.Row row = head(rows, procedure)
                    .set("routine_catalog", scan.context().database())
                    .set("routine_schema", schema(procedure))
                    .set("routine_name", procedure.text("proname"))
                    .set("routine_type", function ? "FUNCTION" : "PROCEDURE")
                    .set("routine_body", language.equals("sql") ? "SQL" : "EXTERNAL")
                    .set("routine_definition", procedure.text("prosrc"))
                    .set("external_language", language.toUpperCase(Locale.ROOT))
                    .set("parameter_style", "GENERAL")
                    .set(
                            "is_deterministic",
                            InformationSchema.yes(procedure.text("provolatile").equals("i")))
                    .set("sql_data_access", "MODIFIES")
                    .set("schema_level_routine", "YES")
                    .set("max_dynamic_result_sets", 0)
                    .set("security_type", procedure.flag("prosecdef") ? "DEFINER" : "INVOKER")
                    .set("as_locator", "NO")
                    .set("is_udt_dependent", "NO");
            if (function) {
                types.name(row, type(procedure.number("prorettype")), "type_udt");
                row.set("dtd_identifier", "0")
                        .set("is_null_call", InformationSchema.yes(procedure.flag("proisstrict")));
            }
        }
    }

    private Type type(int oid) {
        return scan.catalog().type(oid).orElse(Types.ANY);
    }

    private void parameters(RowSink rows) {
        for (SystemTable.Row procedure : procedures()) {
            List<Object> all = procedure.list("proallargtypes");
            List<Object> given = all.isEmpty() ? procedure.list("proargtypes") : all;
            List<Object> modes = procedure.list("proargmodes");
            List<Object> names = procedure.list("proargnames");
            for (int i = 0; i < given.size(); i++) {
                String name = names.isEmpty() ? "" : names.get(i).toString();
                RowSink.Row row = head(rows, procedure)
                        .set("ordinal_position", i + 1)
                        .set(
                                "parameter_mode",
                                modes.isEmpty() ? "IN" : MODES.get(modes.get(i).toString()))
                        .set("is_result", "NO")
                        .set("as_locator", "NO")
                        .set("parameter_name", name.isEmpty() ? null : name)
                        .set("dtd_identifier", Integer.toString(i + 1))
                        .set("parameter_default", RoutineRows.argumentDefault(scan, procedure.number("oid"), i + 1));
                types.name(row, type(((Number) given.get(i)).intValue()), "udt");
            }
        }
    }
}
