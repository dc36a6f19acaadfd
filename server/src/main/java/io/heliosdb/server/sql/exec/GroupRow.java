package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.ValueCodec;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.ValueSizes;
import org.jspecify.annotations.Nullable;

/// What grouping needs of one row of its input.
///
/// @param keys all keys of the query
/// @param inputs what each aggregate takes; null for one that leaves the row out
/// @param carried rows that are to be there again with the group
record GroupRow(@Nullable Object[] keys, @Nullable Object[] @Nullable [] inputs, Tuple[] carried) {

    /// How such rows are written.
    record Format(TupleFormat tuples, int calls, int carried) implements RowFormat<GroupRow> {

        @Override
        public void write(GroupRow row, RowWriter out) {
            ValueCodec values = tuples.values();
            values.writeRow(row.keys, out);
            for (@Nullable Object[] input : row.inputs) {
                out.writeByte(input == null ? 0 : 1);
                if (input != null) {
                    values.writeRow(input, out);
                }
            }
            tuples.writeAll(row.carried, out);
        }

        @Override
        public GroupRow read(RowReader in) {
            ValueCodec values = tuples.values();
            @Nullable Object[] keys = values.readRow(in);
            @Nullable Object[] @Nullable [] inputs = new @Nullable Object @Nullable [calls][];
            for (int i = 0; i < calls; i++) {
                inputs[i] = in.readByte() == 0 ? null : values.readRow(in);
            }
            return new GroupRow(keys, inputs, tuples.readAll(in, carried));
        }

        @Override
        public long size(GroupRow row) {
            long size = 64 + ValueSizes.ofRow(row.keys) + TupleFormat.sizeOf(row.carried);
            for (@Nullable Object[] input : row.inputs) {
                size += 8 + (input == null ? 0 : ValueSizes.ofRow(input));
            }
            return size;
        }
    }
}
