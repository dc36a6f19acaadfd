package io.heliosdb.server.sql.exec;

import java.util.IdentityHashMap;
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
    }

    private final LongSupplier nanoClock;
    private final IdentityHashMap<PlanNode, Measure> measures = new IdentityHashMap<>();

    public Instrumentation(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    public @Nullable Measure of(PlanNode node) {
        return measures.get(node);
    }

    RowSource measure(PlanNode node, Frame frame) {
        Measure measure = measures.computeIfAbsent(node, n -> new Measure());
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
