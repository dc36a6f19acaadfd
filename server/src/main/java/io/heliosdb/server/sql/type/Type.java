package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.List;

/// A data type: its identity in `pg_type` and everything that can be done with one value of it.
///
/// Values inside the engine are plain Java objects, and SQL's NULL is Java's null (never passed to a type):
///
/// | SQL | Java |
/// |---|---|
/// | boolean | `Boolean` |
/// | smallint, integer | `Integer` |
/// | bigint, oid, reg*, xid, xid8, cid, pg_lsn, money, macaddr | `Long` (oids and xids without sign) |
/// | real, double precision | `Float`, `Double` |
/// | numeric | `Numeric` (a `BigDecimal`, NaN or an infinity) |
/// | text, varchar, bpchar, name, "char", json, unknown, cstring, aclitem | `String` |
/// | bytea | `byte[]` |
/// | date | `Integer`, days since 2000-01-01; the extremes are the infinities |
/// | time | `Long`, microseconds |
/// | timestamp, timestamptz | `Long`, microseconds since 2000-01-01 (UTC); the extremes are the infinities |
/// | timetz, interval | `TimeTz`, `Interval` |
/// | uuid | `java.util.UUID` |
/// | jsonb, jsonpath | `JsonValue`, `JsonPath` |
/// | bit, varbit | `BitString` |
/// | inet, cidr | `InetAddressValue` |
/// | tid | `Tid` |
/// | void | `VoidType.VALUE` |
/// | any array, int2vector, oidvector | `ArrayValue` |
/// | any enum | `String`, its label |
/// | any domain | as its base type |
/// | any row | `RowValue` |
///
/// A type is immutable and safe for use by any thread.
public interface Type {

    /// `pg_type.oid`; PostgreSQL's own number for a built-in type.
    int oid();

    /// `pg_type.typname`, such as `int4`.
    String name();

    /// The name that SQL and `format_type` show, such as `integer` or `character varying(10)`.
    ///
    /// @param typmod the type modifier; -1 when there is none
    String displayName(int typmod);

    TypeCategory category();

    /// Whether it is its category's preferred type (PostgreSQL 18 manual, 10.1).
    boolean isPreferred();

    /// `pg_type.typlen`: bytes of a fixed-length value, else -1 (or -2 for a C string).
    int length();

    /// `pg_type.typarray`: the type of arrays of this type; 0 when there is none.
    int arrayOid();

    /// `pg_type.typdelim`: what stands between elements in an array's text form.
    default char delimiter() {
        return ',';
    }

    /// The Java class of its values: `Boolean`, `Integer`, `Long`, `Float`, `Double` allow unboxed work.
    Class<?> valueClass();

    /// Bytes that {@link #write} appends when that is the same for every value; else -1, and then what it appends
    /// begins with the number of further bytes as a variable-length integer, so that it can be skipped unread.
    int storageSize();

    /// Turns the modifiers of a type name, such as `10, 2` of `numeric(10, 2)`, into a typmod.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42601 when the type takes none, 22023
    int parseModifiers(List<String> modifiers);

    /// Reads the text form.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22P02 and kin, with PostgreSQL's message
    Object parse(String text, TypeContext context);

    /// Reads the text form of a value that the modifier will be applied to: only `interval` reads `'1'` otherwise
    /// where the modifier names fields.
    default Object parse(String text, int typmod, TypeContext context) {
        return parse(text, context);
    }

    /// Writes the text form, as the session's settings ask.
    String format(Object value, TypeContext context);

    /// Reads the binary form from all remaining bytes.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22P03, 08P01
    Object decodeBinary(ByteBuffer bytes, TypeContext context);

    /// The binary form.
    byte[] encodeBinary(Object value, TypeContext context);

    /// The default B-tree order.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42883 for a type without an order, such as json
    int compare(Object left, Object right);

    /// A hash that agrees with {@link #compare} being 0.
    int hash(Object value);

    /// Applies a modifier as an assignment or an explicit cast does: rounds, pads, cuts or refuses.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22001, 22003
    Object applyModifier(Object value, int typmod, boolean explicit);

    /// Appends the storage form of a value to a row.
    void write(Object value, RowWriter out);

    /// Reads what {@link #write} wrote.
    Object read(RowReader in);

    /// Appends a form whose unsigned byte order is the order of {@link #compare}, and that is no other value's
    /// prefix.
    void writeKey(Object value, KeyWriter out);
}
