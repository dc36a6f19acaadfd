package io.heliosdb.server.sql.exec;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Counts and times the nodes of one execution, for EXPLAIN ANALYZE. Used by one thread.
public final class Instrumentation {

    /// What one node did.
    public static final class Measure {
        public long loops;
        public long rows;
        public long nanos;
        public long firstNanos = -1;
        public long removed;
        private final Map<String, String> lines = new LinkedHashMap<>();
        private final Map<String, Object> figures = new LinkedHashMap<>();

        /// What the node says of itself, as lines of text.
        public Map<String, String> lines() {
            return lines;
        }

        /// The same, figure by figure.
        public Map<String, Object> figures() {
            return figures;
        }

        void sorted(String method, long bytes, boolean onDisk) {
            String space = onDisk ? "Disk" : "Memory";
            lines.put("Sort Method", method + "  " + space + ": " + kilobytes(bytes) + "kB");
            figures.put("Sort Method", method);
            figures.put("Sort Space Used", kilobytes(bytes));
            figures.put("Sort Space Type", space);
        }

        /// @param disk bytes moved to disk
        void grouped(int batches, long memory, long disk) {
            String onDisk = disk > 0 ? "  Disk Usage: " + kilobytes(disk) + "kB" : "";
            lines.put("Batches", batches + "  Memory Usage: " + kilobytes(memory) + "kB" + onDisk);
            figures.put("HashAgg Batches", batches);
            figures.put("Peak Memory Usage", kilobytes(memory));
            figures.put("Disk Usage", kilobytes(disk));
        }

        void hashed(int buckets, int batches, long memory) {
            lines.put("Buckets", buckets + "  Batches: " + batches + "  Memory Usage: " + kilobytes(memory) + "kB");
            figures.put("Hash Buckets", buckets);
            figures.put("Hash Batches", batches);
            figures.put("Peak Memory Usage", kilobytes(memory));
        }

        private static long kilobytes(long bytes) {
            return bytes + 1023 >> 10;
        }
    }

    private final LongSupplier nanoClock;
    private final IdentityHashMap<Object, Measure> measures = new IdentityHashMap<>();

    public Instrumentation(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    public @Nullable Measure of(PlanNode node) {
        return measures.get(node.identity());
    }

    /// Counts one run of a node that is shown but not run by itself.
    Measure ran(PlanNode node, long rows, long nanos) {
        Measure measure = measures.computeIfAbsent(node.identity(), n -> new Measure());
        measure.loops++;
        measure.rows += rows;
        measure.nanos += nanos;
        measure.firstNanos = measure.nanos;
        return measure;
    }

    RowSource measure(PlanNode node, Frame frame) {
        Measure measure = measures.computeIfAbsent(node.identity(), n -> new Measure());
        measure.loops++;
        long begun = nanoClock.getAsLong();
        RowSource source = node.start(frame);
        measure.nanos += nanoClock.getAsLong() - begun;
        return new RowSource() {
            @Override
            public boolean next() {
                long start = nanoClock.getAsLong();
                boolean found = source.next();
                measure.nanos += nanoClock.getAsLong() - start;
                if (found) {
                    measure.rows++;
                }
                if (measure.firstNanos < 0) {
                    measure.firstNanos = measure.nanos;
                }
                return found;
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }
}
