package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.ValueCodec;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.ArrayList;
import java.util.List;

/// Tuples in temporary files. Stored rows keep their stored bytes and their row id; which table's they are is
/// kept in memory. Used by one thread.
///
/// ```
/// no values   0
/// computed    1 | count | values
/// stored      2 | number of the row codec | row id (8) | row
/// ```
final class TupleFormat implements RowFormat<Tuple> {

    private static final int NULLS = 0;
    private static final int COMPUTED = 1;
    private static final int STORED = 2;

    private final ValueCodec values;
    private final List<RowCodec> codecs = new ArrayList<>();

    TupleFormat(MemoryBudget memory) {
        this.values = memory.values();
    }

    ValueCodec values() {
        return values;
    }

    @Override
    public void write(Tuple tuple, RowWriter out) {
        switch (tuple) {
            case ArrayTuple array -> {
                if (isNulls(array)) {
                    out.writeByte(NULLS);
                } else {
                    out.writeByte(COMPUTED);
                    values.writeRow(array.values(), out);
                }
            }
            case StoredTuple stored -> {
                out.writeByte(STORED);
                out.writeVarint(number(stored.codec()));
                out.writeLong(stored.rowId());
                out.writeBytes(stored.row());
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the one tuple that means "no row"
    private static boolean isNulls(ArrayTuple array) {
        return array == ArrayTuple.NULLS;
    }

    @SuppressWarnings("ReferenceEquality") // a codec has no other identity
    private int number(RowCodec codec) {
        for (int i = 0; i < codecs.size(); i++) {
            if (codecs.get(i) == codec) {
                return i;
            }
        }
        codecs.add(codec);
        return codecs.size() - 1;
    }

    @Override
    public Tuple read(RowReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case NULLS -> ArrayTuple.NULLS;
            case COMPUTED -> new ArrayTuple(values.readRow(in));
            default -> {
                RowCodec codec = codecs.get(in.readVarint());
                yield new StoredTuple(codec, in.readLong(), in.readBytes());
            }
        };
    }

    @Override
    public long size(Tuple tuple) {
        return tuple.size();
    }

    void writeAll(Tuple[] tuples, RowWriter out) {
        for (Tuple tuple : tuples) {
            write(tuple, out);
        }
    }

    Tuple[] readAll(RowReader in, int count) {
        Tuple[] tuples = new Tuple[count];
        for (int i = 0; i < count; i++) {
            tuples[i] = read(in);
        }
        return tuples;
    }

    static long sizeOf(Tuple[] tuples) {
        long size = 16 + 8L * tuples.length;
        for (Tuple tuple : tuples) {
            size += tuple.size();
        }
        return size;
    }

    /// Rows of several relations side by side.
    RowFormat<Tuple[]> rows(int width) {
        return new RowFormat<>() {
            @Override
            public void write(Tuple[] row, RowWriter out) {
                writeAll(row, out);
            }

            @Override
            public Tuple[] read(RowReader in) {
                return readAll(in, width);
            }

            @Override
            public long size(Tuple[] row) {
                return sizeOf(row);
            }
        };
    }
}
