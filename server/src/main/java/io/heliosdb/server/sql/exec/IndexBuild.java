package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.exec.spill.ExternalSort;
import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.RowStream;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.txn.Transaction;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Makes the entries of a new index over all rows of a table. They are sorted first, on disk when they are
/// many: what is written in order needs no space but its own, and rows of the same key are neighbours.
public final class IndexBuild {

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::key, Arrays::compareUnsigned);

    // Beside its bytes: the record, the array's header, a place in the list.
    private static final int ENTRY_BYTES = 48;
    private static final int ROW_ID_BYTES = 8;

    private final TableAccess access;
    private final TableAccess.IndexAccess index;
    private final TableWriter writer;
    private final ExecutionContext execution;

    /// An entry of an index.
    ///
    /// @param alone whether no other row may have the key
    record Entry(byte[] key, boolean alone) {

        long rowId() {
            return IndexKeyCodec.rowId(key);
        }

        boolean hasKeyOf(@Nullable Entry other) {
            int length = key.length - ROW_ID_BYTES;
            return other != null && Arrays.equals(key, 0, length, other.key, 0, other.key.length - ROW_ID_BYTES);
        }
    }

    private static final class Format implements RowFormat<Entry> {
        @Override
        public void write(Entry row, RowWriter out) {
            out.writeByte(row.alone ? 1 : 0);
            out.writeBytes(row.key);
        }

        @Override
        public Entry read(RowReader in) {
            boolean alone = in.readByte() != 0;
            return new Entry(in.readBytes(), alone);
        }

        @Override
        public long size(Entry row) {
            return (long) ENTRY_BYTES + row.key.length;
        }
    }

    /// @param access of the table with the new index in it
    public IndexBuild(TableAccess access, IndexDef index, ExecutionContext execution) {
        this.access = access;
        this.index = access.indexes().stream()
                .filter(i -> i.def().oid() == index.oid())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table lacks index " + index.name()));
        this.writer = new TableWriter(access, execution);
        this.execution = execution;
    }

    /// @param rows all rows of the table
    /// @throws SqlException 23505 when two rows have the same key
    public void run(Cursor rows) {
        Runnable check = execution.context()::checkCancelled;
        try (ExternalSort<Entry> sort = new ExternalSort<>(execution.memory(), new Format(), ORDER, check)) {
            StoredTuple tuple = new StoredTuple(access.codec());
            int count = 0;
            while (rows.next()) {
                if ((++count & 0xFF) == 0) {
                    check.run();
                }
                tuple.set(RowCodec.rowId(rows.key()), rows.value());
                Entry entry = writer.newEntry(index, tuple);
                if (entry != null) {
                    sort.add(entry);
                }
            }
            put(sort.finish());
        }
    }

    private void put(RowStream<Entry> sorted) {
        Entry before = null;
        for (Entry entry = sorted.next(); entry != null; entry = sorted.next()) {
            if (entry.alone && entry.hasKeyOf(before)) {
                throw duplicate(entry);
            }
            writer.putNew(index, entry);
            before = entry;
        }
    }

    private SqlException duplicate(Entry entry) {
        Transaction transaction = execution.transaction();
        byte[] row = transaction.getLatest(access.table().tree(), RowCodec.key(entry.rowId()));
        if (row == null) {
            throw new IllegalStateException("row " + entry.rowId() + " was there a moment ago");
        }
        SqlException found = writer.duplicate(index, new StoredTuple(access.codec(), entry.rowId(), row));
        String detail = found.fields().detail();
        return new SqlException(
                        SqlState.UNIQUE_VIOLATION,
                        "could not create unique index \"" + index.def().name() + "\"")
                .with(found.fields()
                        .withDetail(detail == null ? "" : detail.replace("already exists.", "is duplicated.")));
    }
}
