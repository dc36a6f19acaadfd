package io.heliosdb.server.sql.exec;

import org.jspecify.annotations.Nullable;

/// A compiled expression. Immutable and shared by threads; everything that changes is in the frame.
///
/// Three ways to compute the same value: boxed, as a whole or floating-point number without boxing, and as a truth
/// value of three-valued logic. A subclass implements the one that suits it and may override the others.
public abstract class Eval {

    static final int TRUE = 1;
    static final int FALSE = 0;
    static final int UNKNOWN = -1;

    /// The value; null for NULL.
    public abstract @Nullable Object eval(Frame frame);

    /// A whole number; for NULL sets `frame.isNull`, which the caller has reset.
    public long evalLong(Frame frame) {
        Object value = eval(frame);
        // Computing it may have left the flag set for a part of it.
        frame.isNull = value == null;
        return value == null ? 0 : ((Number) value).longValue();
    }

    /// A floating-point number; for NULL sets `frame.isNull`, which the caller has reset.
    public double evalDouble(Frame frame) {
        Object value = eval(frame);
        frame.isNull = value == null;
        return value == null ? 0 : ((Number) value).doubleValue();
    }

    /// TRUE, FALSE or UNKNOWN.
    public int test(Frame frame) {
        Object value = eval(frame);
        return value == null ? UNKNOWN : (Boolean) value ? TRUE : FALSE;
    }

    /// Whether it is true, as WHERE asks.
    public final boolean isTrue(Frame frame) {
        return test(frame) == TRUE;
    }

    static @Nullable Boolean box(int truth) {
        return truth == UNKNOWN ? null : (Boolean) (truth == TRUE);
    }

    static int truth(boolean value) {
        return value ? TRUE : FALSE;
    }

    /// An expression that is naturally a truth value.
    abstract static class Test extends Eval {

        @Override
        public final @Nullable Object eval(Frame frame) {
            return box(test(frame));
        }

        @Override
        public abstract int test(Frame frame);
    }
}
