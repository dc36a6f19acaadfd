package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.RowFile;
import io.heliosdb.server.sql.exec.spill.RowStream;

/// One side of a hash join, read once: a plan's rows, or rows that were moved to disk. Used by one thread.
abstract class JoinInput implements AutoCloseable {

    /// Moves on and puts the row into its slots.
    abstract boolean next();

    /// The current row, to be kept.
    abstract Tuple[] row();

    @Override
    public abstract void close();

    /// No rows.
    static JoinInput none() {
        return new JoinInput() {
            @Override
            boolean next() {
                return false;
            }

            @Override
            Tuple[] row() {
                throw new IllegalStateException("there is no row");
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    static JoinInput of(PlanNode node, int[] slots, Frame frame) {
        RowSource source = node.open(frame);
        return new JoinInput() {
            private int count;

            @Override
            boolean next() {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                return source.next();
            }

            @Override
            Tuple[] row() {
                return frame.save(slots);
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    /// Closing it does not close the file: it may be read again.
    static JoinInput of(RowFile<Tuple[]> file, int[] slots, Frame frame) {
        RowStream<Tuple[]> rows = file.read();
        return new JoinInput() {
            private Tuple[] current = new Tuple[0];
            private int count;

            @Override
            boolean next() {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                Tuple[] row = rows.next();
                if (row == null) {
                    return false;
                }
                current = row;
                frame.restore(slots, row);
                return true;
            }

            @Override
            Tuple[] row() {
                return current;
            }

            @Override
            public void close() {
                // The file's owner closes it.
            }
        };
    }
}
