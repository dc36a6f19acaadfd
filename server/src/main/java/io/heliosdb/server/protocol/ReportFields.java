package io.heliosdb.server.protocol;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of an error or notice by their letters (PostgreSQL 18 manual, 54.8), in the order sent.
///
/// Kept as letters so that the primary's report can be relayed whole, fields unknown here included.
public record ReportFields(Map<Character, String> values) {

    public ReportFields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// @param severity `ERROR`, `FATAL`, `PANIC`, `WARNING`, `NOTICE`, `DEBUG`, `INFO` or `LOG`
    public static ReportFields of(String severity, SqlException error) {
        return of(severity, error.code(), error.message(), error.fields());
    }

    public static ReportFields of(String severity, String state, String message, ErrorFields fields) {
        Map<Character, String> values = new LinkedHashMap<>();
        values.put('S', severity);
        values.put('V', severity);
        values.put('C', state);
        values.put('M', message);
        put(values, 'D', fields.detail());
        put(values, 'H', fields.hint());
        if (fields.position() > 0) {
            values.put('P', Integer.toString(fields.position()));
        }
        put(values, 'W', fields.where());
        put(values, 's', fields.schema());
        put(values, 't', fields.table());
        put(values, 'c', fields.column());
        put(values, 'd', fields.dataType());
        put(values, 'n', fields.constraint());
        put(values, 'R', fields.routine());
        return new ReportFields(values);
    }

    private static void put(Map<Character, String> values, char letter, @Nullable String value) {
        if (value != null) {
            values.put(letter, value);
        }
    }

    /// The field, or an empty text.
    public String get(char letter) {
        return values.getOrDefault(letter, "");
    }

    public String severity() {
        String plain = get('V');
        return plain.isEmpty() ? get('S') : plain;
    }

    /// The five characters of the SQLSTATE.
    public String state() {
        return get('C');
    }

    public String message() {
        return get('M');
    }
}
