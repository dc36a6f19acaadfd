package io.heliosdb.server.routing;

import io.heliosdb.server.sql.type.KeyWriter;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.TypeContext;
import io.heliosdb.server.sql.type.Types;
import java.nio.ByteBuffer;
import java.util.List;

/// A type that only the primary knows, such as an enum made in the transaction that is forwarded: enough of
/// it to tell a client its oid and length. Values are relayed in their encoded form and never looked at;
/// where one is, it is text.
record RelayedType(int oid, int length) implements Type {

    @Override
    public String name() {
        return "unknown";
    }

    @Override
    public String displayName(int typmod) {
        return name();
    }

    @Override
    public TypeCategory category() {
        return TypeCategory.UNKNOWN;
    }

    @Override
    public boolean isPreferred() {
        return false;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Types.TEXT.parse(text, context);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return Types.TEXT.format(value, context);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return Types.TEXT.decodeBinary(bytes, context);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return Types.TEXT.encodeBinary(value, context);
    }

    @Override
    public int compare(Object left, Object right) {
        return Types.TEXT.compare(left, right);
    }

    @Override
    public int hash(Object value) {
        return Types.TEXT.hash(value);
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        return value;
    }

    @Override
    public int arrayOid() {
        return 0;
    }

    @Override
    public Class<?> valueClass() {
        return Types.TEXT.valueClass();
    }

    @Override
    public int storageSize() {
        return Types.TEXT.storageSize();
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        return Types.TEXT.parseModifiers(modifiers);
    }

    @Override
    public void write(Object value, RowWriter out) {
        Types.TEXT.write(value, out);
    }

    @Override
    public Object read(RowReader in) {
        return Types.TEXT.read(in);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        Types.TEXT.writeKey(value, out);
    }
}
