package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The variables of one run, by slot. Used by one thread.
public final class PlFrame {

    private final DataType[] types;
    private final @Nullable Object[] values;
    private final PlCode code;

    PlFrame(PlCode code) {
        this.code = code;
        this.types = new DataType[code.variables().size()];
        Arrays.fill(types, DataType.of(Types.RECORD));
        this.values = new @Nullable Object[types.length];
    }

    public PlCode code() {
        return code;
    }

    public DataType type(int slot) {
        return types[slot];
    }

    public @Nullable Object value(int slot) {
        return values[slot];
    }

    public void set(int slot, DataType type, @Nullable Object value) {
        types[slot] = type;
        values[slot] = value;
    }

    /// A value of the variable's type, or of any for a record.
    void set(PlVariable variable, @Nullable Object value) {
        if (value == null && variable.notNull()) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "null value cannot be assigned to variable \"" + variable.name() + "\" declared NOT NULL");
        }
        values[variable.slot()] = value;
    }

    /// The types of all variables, `$1` first.
    public List<Type> types() {
        List<Type> all = new ArrayList<>(types.length);
        for (DataType type : types) {
            all.add(type.type());
        }
        return all;
    }

    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(Arrays.asList(values.clone()));
    }
}
