package io.heliosdb.server.common;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How threads of the engine wait, and by which time: the machine's, or a simulation's that decides who runs next.
///
/// The time only rises and has nothing to do with the wall clock: when that jumps, no timeout does.
public interface Parking {

    /// As the machine has it.
    Parking SYSTEM = new Parking() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void park(Object blocker, long nanos) {
            LockSupport.parkNanos(blocker, nanos);
        }

        @Override
        public void unpark(@Nullable Thread thread) {
            LockSupport.unpark(thread);
        }
    };

    /// Nanoseconds since some moment.
    long nanos();

    /// Waits in the calling thread until unparked, for at most `nanos`; may also return for no reason, and at once
    /// when it was unparked before.
    void park(Object blocker, long nanos);

    /// Lets `thread` go on, now or at its next park.
    void unpark(@Nullable Thread thread);
}
