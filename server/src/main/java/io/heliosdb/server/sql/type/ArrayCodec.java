package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The binary, storage and key forms of arrays.
///
/// Binary: dimensions, flag "has nulls", element oid; per dimension length and lower bound; per element its length
/// (-1 for NULL) and bytes. All numbers have 32 bits.
///
/// Key: per element 1 and its key, or 2 for NULL; 0 ends; then dimensions, lengths and lower bounds.
final class ArrayCodec {

    private ArrayCodec() {}

    static ArrayValue decode(ByteBuffer in, Type element, TypeContext context) {
        if (in.remaining() < 12) {
            throw TypeErrors.insufficientData();
        }
        int dimensions = in.getInt();
        int flags = in.getInt();
        int oid = in.getInt();
        if (dimensions < 0) {
            throw TypeErrors.invalidBinary("invalid number of dimensions: " + dimensions);
        }
        if (dimensions > ArrayValue.MAX_DIMENSIONS) {
            throw ArrayParser.tooManyDimensions(dimensions);
        }
        if (flags != 0 && flags != 1) {
            throw TypeErrors.invalidBinary("invalid array flags");
        }
        if (oid != element.oid()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "binary data has array element type " + Integer.toUnsignedString(oid) + " instead of expected "
                            + element.oid() + " (" + element.displayName(-1) + ")");
        }
        int[] lengths = new int[dimensions];
        int[] bounds = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            if (in.remaining() < 8) {
                throw TypeErrors.insufficientData();
            }
            lengths[i] = in.getInt();
            bounds[i] = in.getInt();
            if (lengths[i] < 0) {
                throw TypeErrors.invalidBinary("invalid array dimension");
            }
        }
        int size = ArrayValue.checkedSize(lengths);
        if (size == 0) {
            return ArrayValue.empty(element);
        }
        if (size > in.remaining() / 4) {
            throw TypeErrors.insufficientData();
        }
        Object[] elements = new Object[size];
        for (int i = 0; i < size; i++) {
            elements[i] = decodeElement(in, element, context);
        }
        if (in.hasRemaining()) {
            throw TypeErrors.invalidBinary("improper binary format in array");
        }
        return new ArrayValue(element, lengths, bounds, elements);
    }

    static @Nullable Object decodeElement(ByteBuffer in, Type type, TypeContext context) {
        if (in.remaining() < 4) {
            throw TypeErrors.insufficientData();
        }
        int length = in.getInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw TypeErrors.insufficientData();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return type.decodeBinary(part, context);
    }

    static byte[] encode(ArrayValue array, Type element, TypeContext context) {
        RowWriter out = new RowWriter(20 + 12 * array.size());
        out.writeInt(array.dimensions());
        out.writeInt(array.hasNull() ? 1 : 0);
        out.writeInt(element.oid());
        for (int i = 0; i < array.dimensions(); i++) {
            out.writeInt(array.length(i));
            out.writeInt(array.lowerBound(i));
        }
        for (Object item : array.elements()) {
            encodeElement(item, element, context, out);
        }
        return out.toBytes();
    }

    static void encodeElement(@Nullable Object item, Type type, TypeContext context, RowWriter out) {
        if (item == null) {
            out.writeInt(-1);
        } else {
            byte[] bytes = type.encodeBinary(item, context);
            out.writeInt(bytes.length);
            out.writeRaw(bytes);
        }
    }

    static void write(ArrayValue array, Type element, RowWriter out) {
        int mark = out.beginPart();
        out.writeByte(array.dimensions());
        for (int i = 0; i < array.dimensions(); i++) {
            out.writeInt(array.length(i));
            out.writeInt(array.lowerBound(i));
        }
        for (Object item : array.elements()) {
            out.writeByte(item == null ? 0 : 1);
            if (item != null) {
                element.write(item, out);
            }
        }
        out.endPart(mark);
    }

    static ArrayValue read(Type element, RowReader in) {
        in.readVarint();
        int dimensions = in.readByte();
        int[] lengths = new int[dimensions];
        int[] bounds = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = in.readInt();
            bounds[i] = in.readInt();
        }
        Object[] elements = new Object[ArrayValue.checkedSize(lengths)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = in.readByte() == 0 ? null : element.read(in);
        }
        return new ArrayValue(element, lengths, bounds, elements);
    }

    static void writeKey(ArrayValue array, Type element, KeyWriter out) {
        for (Object item : array.elements()) {
            if (item == null) {
                out.writeByte(2);
            } else {
                out.writeByte(1);
                element.writeKey(item, out);
            }
        }
        out.writeByte(0);
        out.writeByte(array.dimensions());
        for (int length : array.lengths()) {
            out.writeInt(length);
        }
        for (int bound : array.lowerBounds()) {
            out.writeInt(bound);
        }
    }
}
