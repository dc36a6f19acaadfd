package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.Locale;

/// `boolean`.
final class BoolType extends AbstractType {

    BoolType() {
        super("bool");
    }

    @Override
    public Class<?> valueClass() {
        return Boolean.class;
    }

    @Override
    public int storageSize() {
        return 1;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        String word = Text.strip(text).toLowerCase(Locale.ROOT);
        if (!word.isEmpty()) {
            if (word.equals("1") || word.equals("on") || "true".startsWith(word) || "yes".startsWith(word)) {
                return true;
            }
            if (word.equals("0") || isOff(word) || "false".startsWith(word) || "no".startsWith(word)) {
                return false;
            }
        }
        throw TypeErrors.invalidInput("boolean", text);
    }

    // "o" alone could be on or off, and is neither.
    private static boolean isOff(String word) {
        return word.length() >= 2 && "off".startsWith(word);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return (Boolean) value ? "t" : "f";
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 1);
        return bytes.get() != 0;
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return new byte[] {(byte) ((Boolean) value ? 1 : 0)};
    }

    @Override
    public int compare(Object left, Object right) {
        return Boolean.compare((Boolean) left, (Boolean) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeByte((Boolean) value ? 1 : 0);
    }

    @Override
    public Object read(RowReader in) {
        return in.readByte() != 0;
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeByte((Boolean) value ? 1 : 0);
    }
}
