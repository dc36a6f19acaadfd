package io.heliosdb.server.sql.type;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a composite type or of `record`: its fields in order. Never changed once made.
public final class RowValue {

    private final RowType type;
    private final @Nullable Object[] fields;

    public RowValue(RowType type, @Nullable Object... fields) {
        this.type = type;
        this.fields = fields;
    }

    public RowType type() {
        return type;
    }

    public int size() {
        return fields.length;
    }

    public @Nullable Object field(int index) {
        return fields[index];
    }

    public List<@Nullable Object> fields() {
        return Collections.unmodifiableList(Arrays.asList(fields));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowValue row && row.size() == size() && type.compare(this, row) == 0;
    }

    @Override
    public int hashCode() {
        return type.hash(this);
    }

    @Override
    public String toString() {
        return Arrays.toString(fields);
    }
}
