package io.heliosdb.server.common;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads of which exactly one runs at a time, until it parks, pauses or ends; a seed chooses the next. They
/// have a time of their own, which passes only between two turns.
///
/// All of it is for the thread that made it, the driver; the threads themselves call {@link Parking} and
/// {@link #pause}. The driver may call the engine, too, as long as it does not have to wait there.
public final class SimulatedThreads implements Parking {

    /// Ends a thread whose process has died.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// One thread.
    public final class Task {
        private final String name;
        private final Thread thread;
        private volatile boolean turn;
        private boolean started;
        private boolean parked;
        private boolean permit;
        private boolean killed;
        private boolean over;
        private long wakeAt = Long.MAX_VALUE;
        private long stalledUntil;

        private Task(String name, Runnable work) {
            this.name = name;
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> live(work));
        }

        private void live(Runnable work) {
            try {
                awaitTurn();
                work.run();
            } catch (Killed | MemoryDisk.Crash e) {
                over = true;
            } catch (Throwable e) {
                failure = e;
            } finally {
                over = true;
                giveBack();
            }
        }

        private void awaitTurn() {
            while (!turn) {
                LockSupport.park(this);
            }
            turn = false;
            if (killed) {
                throw new Killed();
            }
        }

        private void giveBack() {
            current = null;
            LockSupport.unpark(driver);
        }

        private void handOver() {
            giveBack();
            awaitTurn();
        }

        private boolean isReady() {
            return started && !over && stalledUntil <= nanos && (!parked || wakeAt <= nanos);
        }

        private long readyAt() {
            if (!started || over) {
                return Long.MAX_VALUE;
            }
            return Math.max(stalledUntil, parked ? wakeAt : 0);
        }

        public boolean isOver() {
            return over;
        }

        /// It is out of everything but a park of its own.
        public boolean isAtRest() {
            return over || parked;
        }

        /// Gives it no turn for a while.
        public void stall(long forNanos) {
            stalledUntil = nanos + forNanos;
        }

        @Override
        public String toString() {
            return name + (over ? " over" : parked ? " parked until " + wakeAt : " ready");
        }
    }

    private final Random random;
    private final Thread driver = Thread.currentThread();
    private final List<Task> tasks = new ArrayList<>();
    private final IdentityHashMap<Thread, Task> byThread = new IdentityHashMap<>();
    private volatile @Nullable Task current;
    private volatile @Nullable Throwable failure;
    private long nanos;
    private int made;

    public SimulatedThreads(Random random) {
        this.random = random;
    }

    /// A thread that begins to run with a later turn.
    public Task spawn(String name, Runnable work) {
        Task task = new Task(name, work);
        tasks.add(task);
        byThread.put(task.thread, task);
        task.started = true;
        task.thread.start();
        return task;
    }

    /// A thread for an engine, which starts it itself.
    public Thread newThread(Runnable work) {
        Task task = new Task("engine-" + ++made, work);
        tasks.add(task);
        byThread.put(task.thread, task);
        task.started = true;
        return task.thread;
    }

    /// All threads that live.
    public List<Task> tasks() {
        return tasks;
    }

    /// Gives one thread a turn, or lets the time pass until one is ready; false when none ever will be.
    public boolean step() {
        nanos += 1 + random.nextInt(20_000);
        List<Task> ready = ready();
        if (ready.isEmpty()) {
            long next = tasks.stream().mapToLong(Task::readyAt).min().orElse(Long.MAX_VALUE);
            if (next == Long.MAX_VALUE) {
                return false;
            }
            nanos = Math.max(nanos, next);
            ready = ready();
        }
        run(ready.get(random.nextInt(ready.size())));
        return true;
    }

    private List<Task> ready() {
        List<Task> ready = new ArrayList<>();
        for (Task task : tasks) {
            if (task.isReady()) {
                ready.add(task);
            }
        }
        return ready;
    }

    /// Gives turns to `task` alone until it is at rest.
    public void settle(Task task) {
        while (!task.isAtRest()) {
            run(task);
        }
    }

    private void run(Task task) {
        task.parked = false;
        task.wakeAt = Long.MAX_VALUE;
        current = task;
        task.turn = true;
        LockSupport.unpark(task.thread);
        while (current != null) {
            LockSupport.park(this);
        }
        if (task.over) {
            tasks.remove(task);
            byThread.remove(task.thread);
        }
        Throwable broken = failure;
        if (broken != null) {
            failure = null;
            throw new AssertionError(task.name + ": " + broken, broken);
        }
    }

    /// The process of all threads has died.
    public void killAll() {
        for (Task task : List.copyOf(tasks)) {
            task.killed = true;
            while (!task.over) {
                run(task);
            }
        }
    }

    /// The calling thread's turn may end here; the driver's does not.
    public void pause() {
        Task me = current;
        if (me != null && me.thread == Thread.currentThread() && random.nextInt(4) > 0) {
            me.handOver();
        }
    }

    /// The calling thread sleeps.
    public void sleep(long forNanos) {
        long end = nanos + forNanos;
        while (nanos < end) {
            park(this, end - nanos);
        }
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void park(Object blocker, long forNanos) {
        Task me = byThread.get(Thread.currentThread());
        if (me == null) {
            throw new IllegalStateException("the driver of a simulation cannot wait");
        }
        if (me.killed) {
            throw new Killed();
        }
        if (me.permit) {
            me.permit = false;
            return;
        }
        me.parked = true;
        me.wakeAt = forNanos > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + forNanos;
        me.handOver();
    }

    @Override
    public void unpark(@Nullable Thread thread) {
        Task task = thread == null ? null : byThread.get(thread);
        if (task == null) {
            return;
        }
        if (task.parked) {
            task.parked = false;
        } else {
            task.permit = true;
        }
    }
}
