package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.txn.Transaction;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plan nodes that read stored and virtual relations.
public final class Scans {

    private Scans() {}

    private static final byte[] FIRST_ROW = new byte[0];

    /// Which relation a scan reads, and where its rows appear.
    public record Target(RelationDef relation, String alias, int slot) {
        String shown() {
            return " on " + relation.name() + (alias.equals(relation.name()) ? "" : " " + alias);
        }
    }

    /// Reads a whole table in the order of row ids.
    public record SeqScan(
            Target target,
            RelationDef.Table table,
            RowCodec codec,
            @Nullable Compiled filter,
            double rows) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            Cursor cursor = frame.execution().transaction().scan(table.tree(), FIRST_ROW, null, true);
            return new TableSource(this, frame, cursor);
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title("Seq Scan", target.shown());
            description.condition("Filter", filter);
        }
    }

    private static final class TableSource extends RowSource {
        private final Frame frame;
        private final Cursor cursor;
        private final @Nullable Eval filter;
        private final StoredTuple tuple;
        private final int slot;
        private final int oid;
        private long count;

        TableSource(SeqScan scan, Frame frame, Cursor cursor) {
            this.frame = frame;
            this.cursor = cursor;
            Compiled condition = scan.filter;
            this.filter = condition == null ? null : condition.eval();
            this.tuple = new StoredTuple(scan.codec);
            this.slot = scan.target.slot;
            this.oid = scan.table.oid();
            frame.execution().rows().of(oid).scans++;
        }

        @Override
        public boolean next() {
            while (cursor.next()) {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                tuple.set(RowCodec.rowId(cursor.key()), cursor.value());
                frame.set(slot, tuple);
                if (filter == null || filter.isTrue(frame)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {
            cursor.close();
            frame.execution().rows().of(oid).returned += count;
            count = 0;
        }
    }

    /// Reads the rows that ranges of an index point to, in the index's order or against it.
    ///
    /// @param bounds which ranges
    public record IndexScan(
            Target target,
            RelationDef.Table table,
            RowCodec codec,
            IndexDef index,
            IndexBounds bounds,
            boolean backward,
            @Nullable Compiled filter,
            double rows)
            implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new IndexSource(this, frame);
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title(
                    backward ? "Index Scan Backward" : "Index Scan", " using " + index.name() + target.shown());
            description.expressions("Index Cond", bounds.conditions());
            description.condition("Filter", filter);
        }
    }

    private static final class IndexSource extends RowSource {
        private final IndexScan scan;
        private final Frame frame;
        private final Transaction transaction;
        private final List<IndexBounds.Range> ranges;
        private final StoredTuple tuple;
        private final @Nullable Eval filter;
        private @Nullable Cursor cursor;
        private int nextRange;
        private long count;
        private long found;

        IndexSource(IndexScan scan, Frame frame) {
            this.scan = scan;
            this.frame = frame;
            this.transaction = frame.execution().transaction();
            this.ranges = scan.bounds.ranges(frame);
            this.tuple = new StoredTuple(scan.codec);
            Compiled condition = scan.filter;
            this.filter = condition == null ? null : condition.eval();
            frame.execution().rows().of(scan.index.oid()).scans++;
        }

        @Override
        public boolean next() {
            while (true) {
                Cursor current = cursor;
                if (current == null) {
                    if (nextRange == ranges.size()) {
                        return false;
                    }
                    IndexBounds.Range range = ranges.get(scan.backward ? ranges.size() - 1 - nextRange : nextRange);
                    nextRange++;
                    current = transaction.scan(scan.index.tree(), range.from(), range.to(), !scan.backward);
                    cursor = current;
                }
                while (current.next()) {
                    if (accept(IndexKeyCodec.rowId(current.key()))) {
                        return true;
                    }
                }
                current.close();
                cursor = null;
            }
        }

        private boolean accept(long rowId) {
            if ((++count & 0xFF) == 0) {
                frame.execution().context().checkCancelled();
            }
            byte[] row = transaction.get(scan.table.tree(), RowCodec.key(rowId));
            if (row == null) {
                return false;
            }
            found++;
            tuple.set(rowId, row);
            frame.set(scan.target.slot, tuple);
            return filter == null || filter.isTrue(frame);
        }

        @Override
        public void close() {
            if (cursor != null) {
                cursor.close();
                cursor = null;
            }
            RowCounts.Of rows = frame.execution().rows().of(scan.index.oid());
            rows.returned += count;
            rows.fetched += found;
            count = 0;
            found = 0;
        }
    }

    /// Reads a relation whose rows are computed.
    public record VirtualScan(
            Target target,
            RelationDef.VirtualRows computed,
            @Nullable Compiled filter,
            double rows) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            Iterator<@Nullable Object[]> iterator =
                    computed.read(frame.execution().context());
            Eval condition = filter == null ? null : filter.eval();
            return new RowSource() {
                @Override
                public boolean next() {
                    while (iterator.hasNext()) {
                        frame.set(target.slot, tuple(iterator.next()));
                        if (condition == null || condition.isTrue(frame)) {
                            return true;
                        }
                    }
                    return false;
                }
            };
        }

        private ArrayTuple tuple(@Nullable Object[] row) {
            @Nullable Object[] values = Arrays.copyOf(row, row.length + 1);
            values[row.length] = Integer.toUnsignedLong(target.relation.oid());
            return new ArrayTuple(values);
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title("Seq Scan", target.shown());
            description.condition("Filter", filter);
        }
    }

    /// Rows of expressions: `VALUES`, and with one empty row a SELECT without FROM.
    public record ValuesScan(List<List<Compiled>> lists, int slot, double rows) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new RowSource() {
                private int at;

                @Override
                public boolean next() {
                    if (at == lists.size()) {
                        return false;
                    }
                    List<Compiled> list = lists.get(at++);
                    @Nullable Object[] values = new @Nullable Object[list.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = list.get(i).eval().eval(frame);
                    }
                    frame.set(slot, new ArrayTuple(values));
                    return true;
                }
            };
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            if (lists.size() == 1) {
                description.title("Result", "");
            } else {
                description.title("Values Scan", " on \"*VALUES*\"");
            }
            for (List<Compiled> list : lists) {
                List<Expr> exprs = list.stream().map(Compiled::expr).toList();
                description.silent(exprs);
            }
        }
    }
}
