package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How `information_schema` describes a data type: by its name, and by lengths and precisions in columns of their own
/// (PostgreSQL 15 manual, 37.17).
final class TypeFigures {

    /// What a string without a limit may hold.
    private static final int MAX_OCTETS = 1 << 30;

    private static final int MAX_CHARACTER_OCTETS = 4;
    private static final int HEADER = 4;
    private static final int DEFAULT_PRECISION = 6;
    private static final int LOW = 0xFFFF;

    private final Scan scan;

    TypeFigures(Scan scan) {
        this.scan = scan;
    }

    /// The word for the type, and which type it is.
    ///
    /// @param prefix of the columns that name it, such as `udt`
    void name(RowSink.Row row, Type type, String prefix) {
        String schema = schema(type);
        boolean system = schema.equals(Catalog.SYSTEM_SCHEMA);
        row.set("data_type", isArray(type) ? "ARRAY" : system ? type.displayName(-1) : "USER-DEFINED")
                .set(prefix + "_catalog", scan.context().database())
                .set(prefix + "_schema", schema)
                .set(prefix + "_name", type.name());
    }

    /// Whether it is one to the standard, which `int2vector` and its kin are not.
    static boolean isArray(Type type) {
        return type instanceof ArrayType && type.name().startsWith("_");
    }

    /// What a domain is made of; another type itself.
    static DataType withoutDomain(DataType type) {
        return type.type() instanceof DomainType domain ? domain.base() : type;
    }

    /// The schema that a type is in; that of its elements for an array.
    String schema(Type type) {
        Type element = Types.byOid(type.oid()).isPresent()
                ? type
                : Types.elementOf(type).orElse(type);
        return scan.catalog()
                .typeDef(element.oid())
                .map(TypeDef::schema)
                .or(() -> scan.catalog().relation(element.oid() - 1).map(RelationDef::schema))
                .orElse(Catalog.SYSTEM_SCHEMA);
    }

    /// Lengths and precisions; columns that say nothing of the type stay null.
    void figures(RowSink.Row row, DataType type) {
        int typmod = type.typmod();
        switch (type.type().name()) {
            case "text" -> row.set("character_octet_length", MAX_OCTETS);
            case "varchar", "bpchar" -> characters(row, typmod);
            case "bit", "varbit" -> row.set("character_maximum_length", typmod < 0 ? null : typmod);
            case "int2" -> integer(row, Short.SIZE);
            case "int4" -> integer(row, Integer.SIZE);
            case "int8" -> integer(row, Long.SIZE);
            case "float4" -> number(row, 24, 2, null);
            case "float8" -> number(row, 53, 2, null);
            case "numeric" -> {
                boolean limited = typmod >= HEADER;
                number(
                        row,
                        limited ? typmod - HEADER >> 16 & LOW : null,
                        10,
                        limited ? (Integer) (typmod - HEADER & LOW) : null);
            }
            case "date" -> row.set("datetime_precision", 0);
            case "time", "timetz", "timestamp", "timestamptz" ->
                row.set("datetime_precision", typmod < 0 ? DEFAULT_PRECISION : typmod);
            case "interval" -> interval(row, type);
            default -> {
                // The type has no figures.
            }
        }
    }

    private static void characters(RowSink.Row row, int typmod) {
        if (typmod < HEADER) {
            row.set("character_octet_length", MAX_OCTETS);
        } else {
            row.set("character_maximum_length", typmod - HEADER)
                    .set("character_octet_length", (typmod - HEADER) * MAX_CHARACTER_OCTETS);
        }
    }

    private static void integer(RowSink.Row row, int bits) {
        number(row, bits, 2, 0);
    }

    private static void number(RowSink.Row row, @Nullable Integer precision, int radix, @Nullable Integer scale) {
        row.set("numeric_precision", precision)
                .set("numeric_precision_radix", radix)
                .set("numeric_scale", scale);
    }

    // A modifier without a precision has all its low bits set.
    private static void interval(RowSink.Row row, DataType type) {
        int precision = type.typmod() & LOW;
        String fields = type.toString().replaceFirst("^interval[()0-9]* ?", "");
        row.set("datetime_precision", type.typmod() < 0 || precision == LOW ? DEFAULT_PRECISION : precision)
                .set("interval_type", fields.isEmpty() ? null : fields.toUpperCase(Locale.ROOT));
    }
}
