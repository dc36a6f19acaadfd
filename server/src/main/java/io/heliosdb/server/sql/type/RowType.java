package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A composite type: a table's row type, one made by CREATE TYPE, or `record` with or without known fields.
public final class RowType extends AbstractType {

    /// @param type with its modifier
    public record Field(String name, DataType type) {}

    private final List<Field> fields;

    /// A named composite type.
    public RowType(int oid, String name, int arrayOid, List<Field> fields) {
        super(TypeFacts.user(oid, name, arrayOid, 'C'));
        this.fields = List.copyOf(fields);
    }

    private RowType(List<Field> fields) {
        super("record");
        this.fields = List.copyOf(fields);
    }

    /// `record` with fields; none for the bare pseudo-type.
    public static RowType record(List<Field> fields) {
        return new RowType(fields);
    }

    /// `record` with fields of these types, named `f1`, `f2` ….
    public static RowType anonymous(List<Type> types) {
        return new RowType(IntStream.range(0, types.size())
                .mapToObj(i -> new Field("f" + (i + 1), DataType.of(types.get(i))))
                .toList());
    }

    public List<Field> fields() {
        return fields;
    }

    private Type fieldType(int index) {
        return fields.get(index).type().type();
    }

    @Override
    public Class<?> valueClass() {
        return RowValue.class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        if (fields.isEmpty() && name().equals("record")) {
            throw TypeErrors.unsupported("input of anonymous composite types is not implemented");
        }
        List<@Nullable String> texts = new RowParser(text).parse(fields.size());
        Object[] values = new Object[texts.size()];
        for (int i = 0; i < values.length; i++) {
            String item = texts.get(i);
            if (item != null) {
                Type type = fieldType(i);
                values[i] = type.applyModifier(
                        type.parse(item, context), fields.get(i).type().typmod(), false);
            }
        }
        return new RowValue(this, values);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return RowParser.format((RowValue) value, context);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        if (bytes.remaining() < 4) {
            throw TypeErrors.insufficientData();
        }
        int count = bytes.getInt();
        boolean anonymous = fields.isEmpty();
        if (!anonymous && count != fields.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "wrong number of columns: " + count + ", expected " + fields.size());
        }
        if (count < 0 || count > bytes.remaining() / 8) {
            throw TypeErrors.insufficientData();
        }
        List<Type> types = new ArrayList<>();
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            int oid = bytes.getInt();
            Type type = anonymous
                    ? context.names().type(oid).orElseThrow(() -> TypeErrors.unsupported("unknown type oid " + oid))
                    : fieldType(i);
            if (type.oid() != oid) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "binary data has type " + Integer.toUnsignedString(oid) + " instead of expected " + type.oid()
                                + " (" + type.displayName(-1) + ") in record column " + (i + 1));
            }
            types.add(type);
            values[i] = ArrayCodec.decodeElement(bytes, type, context);
        }
        return new RowValue(anonymous ? anonymous(types) : this, values);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        RowValue row = (RowValue) value;
        RowWriter out = new RowWriter(64);
        out.writeInt(row.size());
        for (int i = 0; i < row.size(); i++) {
            Type type = row.type().fieldType(i);
            out.writeInt(type.oid());
            ArrayCodec.encodeElement(row.field(i), type, context, out);
        }
        return out.toBytes();
    }

    @Override
    public int compare(Object left, Object right) {
        RowValue a = (RowValue) left;
        RowValue b = (RowValue) right;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareFields(a, b, i);
            if (order != 0) {
                return order;
            }
        }
        if (a.size() != b.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "cannot compare record types with different numbers of columns");
        }
        return 0;
    }

    private static int compareFields(RowValue a, RowValue b, int index) {
        Type type = a.type().fieldType(index);
        Type other = b.type().fieldType(index);
        if (!type.equals(other)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot compare dissimilar column types " + type.displayName(-1) + " and " + other.displayName(-1)
                            + " at record column " + (index + 1));
        }
        Object x = a.field(index);
        Object y = b.field(index);
        return x == null || y == null ? Boolean.compare(x == null, y == null) : type.compare(x, y);
    }

    @Override
    public int hash(Object value) {
        RowValue row = (RowValue) value;
        int hash = 1;
        for (int i = 0; i < row.size(); i++) {
            Object field = row.field(i);
            hash = hash * 31 + (field == null ? 0 : row.type().fieldType(i).hash(field));
        }
        return hash;
    }

    // A row of plain `record` is stored with the oids of its fields' types left out: it cannot be a column's type.
    @Override
    public void write(Object value, RowWriter out) {
        RowValue row = (RowValue) value;
        int mark = out.beginPart();
        out.writeVarint(row.size());
        for (int i = 0; i < row.size(); i++) {
            Object field = row.field(i);
            out.writeByte(field == null ? 0 : 1);
            if (field != null) {
                row.type().fieldType(i).write(field, out);
            }
        }
        out.endPart(mark);
    }

    @Override
    public Object read(RowReader in) {
        in.readVarint();
        Object[] values = new Object[in.readVarint()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readByte() == 0 ? null : fieldType(i).read(in);
        }
        return new RowValue(this, values);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        RowValue row = (RowValue) value;
        for (int i = 0; i < row.size(); i++) {
            Object field = row.field(i);
            out.writeByte(field == null ? 2 : 1);
            if (field != null) {
                row.type().fieldType(i).writeKey(field, out);
            }
        }
        out.writeByte(0);
    }
}
