package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.catalog.CatalogObject.Role.Membership;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stored form of catalog objects.
///
/// ```
///  version (1) = 1 | fields in the order of the record; lists preceded by their size; nullable fields by a flag
/// ```
///
/// A later version appends fields; readers of an older entry fill them with defaults.
final class CatalogCodec {

    private static final int VERSION = 1;

    private final TypeLookup types;

    /// @param types what column types mean
    CatalogCodec(TypeLookup types) {
        this.types = types;
    }

    static byte[] encode(CatalogObject object) {
        RowWriter out = new RowWriter();
        out.writeByte(VERSION);
        switch (object) {
            case CatalogObject.Schema s -> {
                out.writeString(s.name());
                out.writeString(s.owner());
            }
            case CatalogObject.Role r -> writeRole(out, r);
            case CatalogObject.Routine r -> writeRoutine(out, r);
            case CatalogObject.Comment c -> out.writeString(c.text());
            case CatalogObject.Privileges p -> writeGrants(out, p.grants());
            case CatalogObject.DefaultPrivileges d -> {
                out.writeString(d.role());
                out.writeString(d.schema());
                out.writeByte(d.kind());
                writeGrants(out, d.grants());
            }
            case TypeDef t -> writeType(out, t);
            case RelationDef r -> RelationCodec.write(out, r);
            case TableStatistics s -> writeStatistics(out, s);
        }
        return out.toBytes();
    }

    CatalogObject decode(ObjectKey key, byte[] value) {
        RowReader in = new RowReader(value);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("catalog entry of unknown version " + version + " at " + key);
        }
        return switch (key.kind()) {
            case SCHEMA -> new CatalogObject.Schema(key.oid(), in.readString(), in.readString());
            case TYPE -> readType(key.oid(), in);
            case RELATION -> new RelationCodec(types).read(key.oid(), in);
            case ROUTINE -> readRoutine(key.oid(), in);
            case ROLE -> readRole(key.oid(), in);
            case COMMENT -> new CatalogObject.Comment(key.oid(), key.column(), in.readString());
            case PRIVILEGES -> new CatalogObject.Privileges(key.oid(), key.column(), readGrants(in));
            case STATISTICS -> readStatistics(key.oid(), in);
            case DEFAULT_PRIVILEGES ->
                new CatalogObject.DefaultPrivileges(
                        key.oid(), in.readString(), in.readString(), (char) in.readByte(), readGrants(in));
        };
    }

    private static void writeGrants(RowWriter out, List<CatalogObject.Privileges.Grant> grants) {
        writeList(out, grants, (o, g) -> {
            o.writeString(g.grantee());
            o.writeString(g.letters());
            o.writeString(g.grantor());
        });
    }

    private static List<CatalogObject.Privileges.Grant> readGrants(RowReader in) {
        return readList(in, i -> new CatalogObject.Privileges.Grant(i.readString(), i.readString(), i.readString()));
    }

    private static void writeRole(RowWriter out, CatalogObject.Role role) {
        out.writeString(role.name());
        CatalogObject.Role.Flags flags = role.flags();
        writeBoolean(out, flags.superuser());
        writeBoolean(out, flags.inherit());
        writeBoolean(out, flags.createRole());
        writeBoolean(out, flags.createDatabase());
        writeBoolean(out, flags.login());
        writeBoolean(out, flags.replication());
        writeBoolean(out, flags.bypassRowSecurity());
        out.writeInt(role.connectionLimit());
        writeOptional(out, role.password());
        writeOptional(out, role.validUntil());
        writeStrings(out, role.memberOf().stream().map(Membership::role).toList());
        writeStrings(out, List.copyOf(role.settings().keySet()));
        role.settings()
                .keySet()
                .forEach(name -> out.writeString(String.valueOf(role.settings().get(name))));
        for (Membership membership : role.memberOf()) {
            writeBoolean(out, membership.admin());
            out.writeString(membership.grantor());
        }
    }

    private static CatalogObject.Role readRole(int oid, RowReader in) {
        String name = in.readString();
        var flags = new CatalogObject.Role.Flags(
                readBoolean(in),
                readBoolean(in),
                readBoolean(in),
                readBoolean(in),
                readBoolean(in),
                readBoolean(in),
                readBoolean(in));
        int limit = in.readInt();
        String password = readOptional(in);
        String validUntil = readOptional(in);
        List<String> groups = readStrings(in);
        Map<String, String> settings = new LinkedHashMap<>();
        for (String key : readStrings(in)) {
            settings.put(key, "");
        }
        settings.replaceAll((key, value) -> in.readString());
        List<Membership> memberOf = new ArrayList<>();
        for (String group : groups) {
            memberOf.add(
                    in.remaining() > 0
                            ? new Membership(group, readBoolean(in), in.readString())
                            : new Membership(group, false, BuiltInObjects.OWNER));
        }
        return new CatalogObject.Role(oid, name, flags, limit, password, validUntil, memberOf, settings);
    }

    private static void writeRoutine(RowWriter out, CatalogObject.Routine r) {
        out.writeString(r.schema());
        out.writeString(r.name());
        out.writeString(r.owner());
        writeBoolean(out, r.procedure());
        writeStrings(out, r.argumentNames());
        writeList(out, r.argumentTypes(), RowWriter::writeInt);
        writeStrings(out, r.defaultSql());
        out.writeInt(r.resultType());
        writeBoolean(out, r.returnsSet());
        writeList(out, r.resultColumns(), (o, c) -> {
            o.writeString(c.name());
            o.writeInt(c.typeOid());
        });
        out.writeString(r.language());
        out.writeString(r.body());
        out.writeByte(r.volatility());
        writeBoolean(out, r.strict());
        writeBoolean(out, r.variadic());
        writeBoolean(out, r.definer());
    }

    private static CatalogObject.Routine readRoutine(int oid, RowReader in) {
        return new CatalogObject.Routine(
                oid,
                in.readString(),
                in.readString(),
                in.readString(),
                readBoolean(in),
                readStrings(in),
                readList(in, RowReader::readInt),
                readStrings(in),
                in.readInt(),
                readBoolean(in),
                readList(in, i -> new CatalogObject.Routine.ResultColumn(i.readString(), i.readInt())),
                in.readString(),
                in.readString(),
                (char) in.readByte(),
                readBoolean(in),
                in.remaining() > 0 && readBoolean(in),
                in.remaining() > 0 && readBoolean(in));
    }

    private static void writeType(RowWriter out, TypeDef type) {
        out.writeString(type.schema());
        out.writeString(type.name());
        out.writeString(type.owner());
        switch (type) {
            case TypeDef.Enumeration e -> {
                out.writeByte(0);
                writeList(out, e.labels(), (o, label) -> {
                    o.writeInt(label.oid());
                    o.writeString(label.name());
                    o.writeInt(Float.floatToIntBits(label.sortOrder()));
                });
            }
            case TypeDef.Domain d -> {
                out.writeByte(1);
                out.writeInt(d.baseType());
                out.writeInt(d.typmod());
                writeBoolean(out, d.notNull());
                writeOptional(out, d.defaultSql());
                writeList(out, d.checks(), RelationCodec::writeCheck);
            }
            case TypeDef.Composite c -> {
                out.writeByte(2);
                writeList(out, c.attributes(), (o, a) -> {
                    o.writeString(a.name());
                    o.writeInt(a.typeOid());
                    o.writeInt(a.typmod());
                });
            }
        }
    }

    private static TypeDef readType(int oid, RowReader in) {
        String schema = in.readString();
        String name = in.readString();
        String owner = in.readString();
        int kind = in.readByte();
        return switch (kind) {
            case 0 ->
                new TypeDef.Enumeration(
                        oid,
                        schema,
                        name,
                        owner,
                        readList(
                                in,
                                i -> new TypeDef.Enumeration.Label(
                                        i.readInt(), i.readString(), Float.intBitsToFloat(i.readInt()))));
            case 1 ->
                new TypeDef.Domain(
                        oid,
                        schema,
                        name,
                        owner,
                        in.readInt(),
                        in.readInt(),
                        readBoolean(in),
                        readOptional(in),
                        readList(in, RelationCodec::readCheck));
            case 2 ->
                new TypeDef.Composite(
                        oid,
                        schema,
                        name,
                        owner,
                        readList(in, i -> new TypeDef.Composite.Attribute(i.readString(), i.readInt(), i.readInt())));
            default -> throw new IllegalStateException("unknown kind of type " + kind);
        };
    }

    private static void writeStatistics(RowWriter out, TableStatistics statistics) {
        writeDouble(out, statistics.rows());
        writeDouble(out, statistics.bytes());
        writeList(out, statistics.columns(), (o, c) -> {
            o.writeInt(c.column());
            writeDouble(o, c.nullFraction());
            writeDouble(o, c.averageWidth());
            writeDouble(o, c.distinct());
            writeStrings(o, c.commonValues());
            writeList(o, c.commonShares(), CatalogCodec::writeDouble);
            writeStrings(o, c.histogram());
            writeDouble(o, c.correlation());
        });
    }

    private static TableStatistics readStatistics(int oid, RowReader in) {
        return new TableStatistics(
                oid,
                readDouble(in),
                readDouble(in),
                readList(
                        in,
                        i -> new TableStatistics.ColumnStatistics(
                                i.readInt(),
                                readDouble(i),
                                readDouble(i),
                                readDouble(i),
                                readStrings(i),
                                readList(i, CatalogCodec::readDouble),
                                readStrings(i),
                                readDouble(i))));
    }

    static void writeBoolean(RowWriter out, boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    static boolean readBoolean(RowReader in) {
        return in.readByte() != 0;
    }

    private static void writeDouble(RowWriter out, double value) {
        out.writeLong(Double.doubleToLongBits(value));
    }

    private static double readDouble(RowReader in) {
        return Double.longBitsToDouble(in.readLong());
    }

    static void writeOptional(RowWriter out, @Nullable String value) {
        writeBoolean(out, value != null);
        if (value != null) {
            out.writeString(value);
        }
    }

    static @Nullable String readOptional(RowReader in) {
        return readBoolean(in) ? in.readString() : null;
    }

    private static void writeStrings(RowWriter out, List<String> values) {
        writeList(out, values, RowWriter::writeString);
    }

    private static List<String> readStrings(RowReader in) {
        return readList(in, RowReader::readString);
    }

    static <T> void writeList(RowWriter out, List<T> values, BiConsumer<RowWriter, T> element) {
        out.writeInt(values.size());
        for (T value : values) {
            element.accept(out, value);
        }
    }

    static <T> List<T> readList(RowReader in, Function<RowReader, T> element) {
        int size = in.readInt();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(element.apply(in));
        }
        return values;
    }
}
