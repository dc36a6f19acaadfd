package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.List;

/// An array of any element type, in one or more dimensions.
public class ArrayType extends AbstractType {

    private final Type element;

    ArrayType(TypeFacts facts, Type element) {
        super(facts);
        this.element = element;
    }

    /// The array type of a type made by users.
    public ArrayType(Type element) {
        this(TypeFacts.userArray(element), element);
    }

    public final Type elementType() {
        return element;
    }

    @Override
    public String displayName(int typmod) {
        return element.displayName(typmod) + "[]";
    }

    @Override
    public final Class<?> valueClass() {
        return ArrayValue.class;
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        return element.parseModifiers(modifiers);
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        if (typmod < 0) {
            return value;
        }
        ArrayValue array = (ArrayValue) value;
        Object[] fitted = new Object[array.size()];
        for (int i = 0; i < fitted.length; i++) {
            Object item = array.element(i);
            fitted[i] = item == null ? null : element.applyModifier(item, typmod, explicit);
        }
        return array.withElements(element, fitted);
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return new ArrayParser(text, element, context).parse();
    }

    @Override
    public String format(Object value, TypeContext context) {
        return ArrayFormat.format((ArrayValue) value, element, context);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return ArrayCodec.decode(bytes, element, context);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return ArrayCodec.encode((ArrayValue) value, element, context);
    }

    @Override
    public int compare(Object left, Object right) {
        return ((ArrayValue) left).compareTo((ArrayValue) right, element);
    }

    @Override
    public void write(Object value, RowWriter out) {
        ArrayCodec.write((ArrayValue) value, element, out);
    }

    @Override
    public Object read(RowReader in) {
        return ArrayCodec.read(element, in);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        ArrayCodec.writeKey((ArrayValue) value, element, out);
    }
}
