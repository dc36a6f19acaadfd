package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.SessionServices;
import io.heliosdb.server.sql.function.SessionServices.Notifier;
import io.heliosdb.server.sql.function.SessionServices.Sleeper;
import io.heliosdb.server.sql.function.SessionServices.TransactionIds;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.sql.type.VoidType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Functions on the session, its settings and its transaction (PostgreSQL 18 manual, 9.27 and 9.28).
final class SystemFunctions implements FunctionModule {

    static final String VERSION = "PostgreSQL 15.18 (HeliosDB 0.1.0) on Java, 64-bit";

    private final SecureRandom random = new SecureRandom();

    /// Encodings by the numbers that libpq knows.
    private static final List<String> ENCODINGS = List.of(
            "SQL_ASCII",
            "EUC_JP",
            "EUC_CN",
            "EUC_KR",
            "EUC_TW",
            "EUC_JIS_2004",
            "UTF8",
            "MULE_INTERNAL",
            "LATIN1",
            "LATIN2",
            "LATIN3",
            "LATIN4",
            "LATIN5",
            "LATIN6",
            "LATIN7",
            "LATIN8",
            "LATIN9",
            "LATIN10",
            "WIN1256",
            "WIN1258",
            "WIN866",
            "WIN874",
            "KOI8R",
            "WIN1251",
            "WIN1252",
            "ISO_8859_5",
            "ISO_8859_6",
            "ISO_8859_7",
            "ISO_8859_8",
            "WIN1250",
            "WIN1253",
            "WIN1254",
            "WIN1255",
            "WIN1257",
            "KOI8U",
            "SJIS",
            "BIG5",
            "GBK",
            "UHC",
            "GB18030",
            "JOHAB",
            "SHIFT_JIS_2004");

    @Override
    public void register(Bindings b) {
        b.f0("getdatabaseencoding", c -> "UTF8");
        b.f0("pgsql_version", c -> VERSION);
        b.f0("current_database", FunctionContext::database);
        b.f0("current_user", FunctionContext::currentUser);
        b.f0("session_user", FunctionContext::sessionUser);
        b.f0("current_schema", c -> {
            List<Object> schemas = schemas(c);
            return schemas.isEmpty() ? null : schemas.getFirst();
        });
        b.c1("current_schemas", (FunctionContext c, Boolean implicit) -> {
            List<Object> schemas = schemas(c);
            if (implicit && !schemas.contains("pg_catalog")) {
                schemas.addFirst("pg_catalog");
            }
            return ArrayValue.ofList(Types.NAME, schemas);
        });
        b.f0("pg_backend_pid", FunctionContext::backendId);
        b.f0("pg_client_encoding", c -> "UTF8");
        b.f0("pg_jit_available", c -> false);
        b.f0("pg_trigger_depth", c -> c.service(SessionServices.TriggerDepth.class)
                .get());
        b.f0("gen_random_uuid", c -> randomUuid());
        b.<Integer>f1(
                "PG_encoding_to_char", number -> number >= 0 && number < ENCODINGS.size() ? ENCODINGS.get(number) : "");
        b.<String>f1("PG_char_to_encoding", name -> ENCODINGS.indexOf(name.toUpperCase(Locale.ROOT)));
        settings(b);
        transactions(b);
        types(b);
        waiting(b);
    }

    // The schemas of the search path that exist.
    private static List<Object> schemas(FunctionContext c) {
        List<Object> found = new ArrayList<>();
        for (String part : Splitting.split(c.setting("search_path"), ",")) {
            String name = part.strip();
            if (name.startsWith("\"") && name.endsWith("\"") && name.length() > 1) {
                name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
            }
            if (name.equals("$user")) {
                name = c.currentUser();
            }
            if (!name.isEmpty() && exists(c, name)) {
                found.add(name);
            }
        }
        return found;
    }

    private static boolean exists(FunctionContext c, String schema) {
        try {
            return c.names().oidOf(NameResolver.Kind.NAMESPACE, Identifiers.quote(schema)) != 0;
        } catch (SqlException e) {
            if (e.state() == SqlState.INVALID_SCHEMA_NAME || e.state() == SqlState.UNDEFINED_OBJECT) {
                return false;
            }
            throw e;
        }
    }

    // Version 4 of RFC 9562.
    private UUID randomUuid() {
        long high = random.nextLong();
        long low = random.nextLong();
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE);
    }

    private static void settings(Bindings b) {
        b.c1("show_config_by_name", (FunctionContext c, String name) -> c.setting(name));
        b.c2("show_config_by_name_missing_ok", (FunctionContext c, String name, Boolean missingOk) -> {
            try {
                return c.setting(name);
            } catch (SqlException e) {
                if (missingOk && e.state() == SqlState.UNDEFINED_OBJECT) {
                    return null;
                }
                throw e;
            }
        });
        b.scalar("set_config_by_name", (c, a) -> {
            if (a[0] == null) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
            }
            String name = (String) a[0];
            c.setSetting(name, a[1] == null ? "" : (String) a[1], Boolean.TRUE.equals(a[2]));
            return c.setting(name);
        });
    }

    private static void transactions(Bindings b) {
        b.f0("pg_current_xact_id", c -> c.service(TransactionIds.class).current());
        b.f0("pg_current_xact_id_if_assigned", c -> {
            var id = c.service(TransactionIds.class).ifAssigned();
            return id.isPresent() ? (Long) id.getAsLong() : null;
        });
        b.scalar("pg_notify", (c, a) -> {
            String channel = a[0] == null ? "" : (String) a[0];
            if (channel.isEmpty()) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "channel name cannot be empty");
            }
            c.service(Notifier.class).send(channel, a[1] == null ? "" : (String) a[1]);
            return VoidType.VALUE;
        });
        b.effects("pg_current_xact_id", "pg_notify");
    }

    private static void types(Bindings b) {
        b.byTypes("pg_typeof", (types, result) -> {
            Object oid = Integer.toUnsignedLong(types.getFirst().oid());
            return (c, a) -> oid;
        });
        b.scalar("format_type", (c, a) -> formatType(c, (Long) a[0], (Integer) a[1]));
        b.byTypes("pg_column_size", (types, result) -> {
            Type type = types.getFirst();
            return (c, a) -> {
                if (a[0] == null) {
                    return null;
                }
                RowWriter out = new RowWriter();
                type.write(a[0], out);
                return out.size();
            };
        });
        b.byTypes("pg_num_nulls", (types, result) -> (c, a) -> countNulls(types, a, true));
        b.byTypes("pg_num_nonnulls", (types, result) -> (c, a) -> countNulls(types, a, false));
        b.byTypes("pg_collation_for", (types, result) -> (c, a) -> "\"default\"");
    }

    private static @Nullable Object countNulls(List<Type> types, @Nullable Object[] a, boolean nulls) {
        return (int) StringAssembly.pieces(types, a, 0).stream()
                .filter(piece -> (piece.value() == null) == nulls)
                .count();
    }

    /// The name of a type with its modifier; `???` for an oid that names none.
    static @Nullable String formatType(FunctionContext c, @Nullable Long oid, @Nullable Integer typmod) {
        if (oid == null) {
            return null;
        }
        if (oid == 0) {
            return "-";
        }
        int id = oid.intValue();
        return Types.byOid(id)
                .or(() -> c.names().type(id))
                .map(type -> name(c, type, typmod))
                .orElse("???");
    }

    private static String name(FunctionContext c, Type type, @Nullable Integer typmod) {
        if (typmod != null && typmod == -1 && type.equals(Types.BPCHAR)) {
            // format_type tells character without a length from character(1).
            return "bpchar";
        }
        if (Types.byOid(type.oid()).isPresent()) {
            return type.displayName(typmod == null ? -1 : typmod);
        }
        return c.names()
                .nameOf(NameResolver.Kind.TYPE, Integer.toUnsignedLong(type.oid()))
                .orElseGet(() -> type.displayName(-1));
    }

    private static void waiting(Bindings b) {
        b.c1("pg_sleep", (FunctionContext c, Double seconds) -> sleep(c, seconds * 1e6));
        b.c1(
                "pg_sleep_for(interval)",
                (FunctionContext c, Interval i) -> sleep(c, i.length().doubleValue()));
        b.c1(
                "pg_sleep_until(timestamptz)",
                (FunctionContext c, Long until) -> sleep(c, (double) (until - TimeZones.micros(c.clock()))));
    }

    private static Object sleep(FunctionContext c, double micros) {
        // Beyond a hundred years nobody waits; the bound keeps the arithmetic in range.
        double bounded = Math.min(micros, 36_525.0 * DateMath.MICROS_PER_DAY);
        if (bounded > 0) {
            c.service(Sleeper.class).sleep(Duration.ofNanos((long) (bounded * 1000)));
        }
        return VoidType.VALUE;
    }
}
