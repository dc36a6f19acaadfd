package io.heliosdb.server.sql.type;

import java.util.ArrayList;
import java.util.List;

/// `int2vector` and `oidvector`: arrays of one dimension that start at 0 and are written with spaces between.
final class VectorType extends ArrayType {

    VectorType(String name, Type element) {
        super(TypeFacts.named(name), element);
    }

    @Override
    public String displayName(int typmod) {
        return name();
    }

    @Override
    public Object parse(String text, TypeContext context) {
        List<Object> elements = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && !Text.isSpace(text.charAt(at))) {
                at++;
            }
            if (at > start) {
                elements.add(elementType().parse(text.substring(start, at), context));
            }
            at++;
        }
        return of(elementType(), elements.toArray());
    }

    /// A vector of these elements.
    static ArrayValue of(Type element, Object... elements) {
        return new ArrayValue(element, new int[] {elements.length}, new int[] {0}, elements);
    }

    @Override
    public String format(Object value, TypeContext context) {
        StringBuilder out = new StringBuilder();
        for (Object item : ((ArrayValue) value).elements()) {
            if (item != null) {
                out.append(out.isEmpty() ? "" : " ").append(elementType().format(item, context));
            }
        }
        return out.toString();
    }
}
