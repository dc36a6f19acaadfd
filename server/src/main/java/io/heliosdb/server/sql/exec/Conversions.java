package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import org.jspecify.annotations.Nullable;

/// Conversions that no function does.
public final class Conversions {

    private Conversions() {}

    public static Eval convert(Eval operand, Expr.Convert.Kind kind, DataType from, DataType to) {
        return switch (kind) {
            case DOMAIN -> domain(operand, to.type());
            case RELABEL -> relabelled(operand, from.type(), to.type());
            case VIA_TEXT -> mapped(operand, (value, context) -> viaText(value, from.type(), to, context));
            case MODIFIER -> mapped(operand, (value, context) -> to.type().applyModifier(value, to.typmod(), false));
            case EXPLICIT_MODIFIER ->
                mapped(operand, (value, context) -> to.type().applyModifier(value, to.typmod(), true));
            case ELEMENTS -> mapped(operand, (value, context) -> elements((ArrayValue) value, to, context));
        };
    }

    /// The same bits under another name; an oid is unsigned and so held wider than an integer.
    private static Eval relabelled(Eval operand, Type from, Type to) {
        if (from.valueClass() == Integer.class && to.valueClass() == Long.class) {
            return mapped(operand, (value, context) -> Integer.toUnsignedLong((Integer) value));
        }
        if (from.valueClass() == Long.class && to.valueClass() == Integer.class) {
            return mapped(operand, (value, context) -> ((Long) value).intValue());
        }
        return operand;
    }

    private static Eval domain(Eval operand, Type type) {
        return new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                Object value = operand.eval(frame);
                Domains.check(type, value, frame.execution());
                return value;
            }
        };
    }

    @FunctionalInterface
    private interface Mapping {
        Object map(Object value, TypeContext context);
    }

    private static Eval mapped(Eval operand, Mapping mapping) {
        return new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                Object value = operand.eval(frame);
                return value == null
                        ? null
                        : mapping.map(value, frame.execution().context());
            }
        };
    }

    private static Object viaText(Object value, Type from, DataType to, TypeContext context) {
        return modified(to.type().parse(from.format(value, context), to.typmod(), context), to);
    }

    private static Object modified(Object value, DataType to) {
        return to.typmod() < 0 ? value : to.type().applyModifier(value, to.typmod(), true);
    }

    private static Object elements(ArrayValue array, DataType to, TypeContext context) {
        Type target = Composites.elementOf(to.type());
        DataType element = new DataType(target, to.typmod());
        boolean same = array.elementType().oid() == target.oid();
        @Nullable Object[] converted = new @Nullable Object[array.size()];
        for (int i = 0; i < converted.length; i++) {
            Object value = array.element(i);
            if (value != null) {
                converted[i] = same ? modified(value, element) : viaText(value, array.elementType(), element, context);
            }
        }
        return array.withElements(target, converted);
    }
}
