package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How rows of values are ordered by one column.
public record SortKeySpec(int column, Type type, boolean descending, boolean nullsFirst) {

    int compare(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            if (a == b) {
                return 0;
            }
            return (a == null) == nullsFirst ? -1 : 1;
        }
        int order = type.compare(a, b);
        return descending ? -order : order;
    }

    static int compare(List<SortKeySpec> keys, @Nullable Object[] a, @Nullable Object[] b) {
        for (int i = 0; i < keys.size(); i++) {
            SortKeySpec key = keys.get(i);
            int order = key.compare(a[key.column], b[key.column]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
