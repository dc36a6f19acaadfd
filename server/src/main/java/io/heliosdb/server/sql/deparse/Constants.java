package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import org.jspecify.annotations.Nullable;

/// Constants as text that is read back as the same value of the same type.
final class Constants {

    private final Naming naming;
    private final Style style;

    Constants(Naming naming, Style style) {
        this.naming = naming;
        this.style = style;
    }

    Node.Const of(@Nullable Object value, DataType type) {
        Type plain = type.type();
        String label = naming.type(type);
        String bare = naming.type(DataType.of(plain));
        if (value == null) {
            return new Node.Const("NULL", true, label, bare);
        }
        String text = text(value, plain);
        if (plain.equals(Types.INT4) || plain.equals(Types.NUMERIC)) {
            boolean decimal = !plain.equals(Types.INT4);
            boolean readAsIs = Character.isDigit(text.charAt(0)) && (!decimal || looksFractional(text));
            return new Node.Const(readAsIs ? text : quoted(text), !readAsIs || type.typmod() >= 0, label, bare);
        }
        if (plain.equals(Types.BOOL)) {
            return new Node.Const(text.equals("t") ? "true" : "false", false, label, bare);
        }
        if (plain.equals(Types.UNKNOWN)) {
            return new Node.Const(quoted(text), false, label, bare);
        }
        return new Node.Const(quoted(text), true, label, bare);
    }

    private static boolean looksFractional(String text) {
        return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }

    private String text(Object value, Type type) {
        if (style.stored() && type.name().startsWith("reg")) {
            return String.valueOf(value);
        }
        return type.format(value, naming.context());
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
