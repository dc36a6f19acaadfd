package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;

/// Budgets over a disk in memory.
final class SpillFixture {

    final MemoryDisk disk = new MemoryDisk();
    final MemoryPool shared;
    final TempFiles files = TempFiles.open(disk);

    SpillFixture(long shared) {
        this.shared = new MemoryPool(shared);
    }

    MemoryBudget budget(long workBytes) {
        return new MemoryBudget(shared, files, () -> new MemoryBudget.Limits(workBytes, workBytes, -1));
    }

    /// A key and where the row came from.
    record Row(int key, int number) {}

    static final RowFormat<Row> FORMAT = new RowFormat<>() {
        @Override
        public void write(Row row, RowWriter out) {
            out.writeInt(row.key);
            out.writeInt(row.number);
        }

        @Override
        public Row read(RowReader in) {
            return new Row(in.readInt(), in.readInt());
        }

        @Override
        public long size(Row row) {
            return 40;
        }
    };
}
