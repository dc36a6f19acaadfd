package io.heliosdb.server.common;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A disk in memory that can crash at any step, lose or tear what was not synced, fill up and fail.
///
/// Every operation that changes something is two steps, counted: before it takes effect and after; the plan
/// says at which one the process dies or the disk refuses. Names are durable at once; so is a replaced file.
/// Written bytes are durable after a sync, unless one has failed before (then they are never, as the kernel
/// forgets them). Safe for any thread.
public final class MemoryDisk implements Disk {

    private static final int SECTOR_BYTES = 512;

    /// The process is dead: nothing may be concluded from this but that.
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// What may happen at a step.
    public enum Fault {
        /// The process dies.
        CRASH,
        /// The disk refuses with an input/output error.
        IO_ERROR,
        /// The disk says that it is full.
        FULL,
        /// A write is done in part and then refused, for want of space.
        SHORT_WRITE
    }

    /// What all directories of one machine share.
    private static final class Machine {
        int steps;
        int faultAt = Integer.MAX_VALUE;
        Fault fault = Fault.CRASH;
        boolean crashed;
        boolean shortened;
        long freeBytes = Long.MAX_VALUE;
        boolean failing;

        @Nullable
        Consumer<DiskStep> observer;

        Runnable pause = () -> {};
    }

    private record Write(int position, byte[] bytes) {}

    private static final class Content {
        byte[] durable;
        byte[] current;
        final List<Write> unsynced = new ArrayList<>();

        Content(byte[] initial) {
            durable = initial.clone();
            current = initial.clone();
        }
    }

    private final Machine machine;
    private final TreeMap<String, Content> files = new TreeMap<>();
    private final TreeMap<String, MemoryDisk> directories = new TreeMap<>();
    private final TreeMap<String, Page> pages = new TreeMap<>();

    public MemoryDisk() {
        this(new Machine());
    }

    private MemoryDisk(Machine machine) {
        this.machine = machine;
    }

    /// The process dies at this many steps from now on.
    public void crashAfter(int steps) {
        faultAfter(steps, Fault.CRASH);
    }

    /// What happens at this many steps from now on, once; a refusal only where the step has not taken effect yet.
    public void faultAfter(int steps, Fault fault) {
        machine.faultAt = machine.steps + steps;
        machine.fault = fault;
    }

    public void setFreeBytes(long bytes) {
        machine.freeBytes = bytes;
    }

    /// From now on every write and sync fails.
    public void setFailing(boolean failing) {
        machine.failing = failing;
    }

    /// Shows every step to `observer` before it is taken.
    public void observe(@Nullable Consumer<DiskStep> observer) {
        machine.observer = observer;
    }

    /// Runs `pause` whenever a slow operation takes its time: a file's write or sync, a base's commit. The engine
    /// holds nothing then that others have to wait for.
    public void onPause(Runnable pause) {
        machine.pause = pause;
    }

    public boolean isCrashed() {
        return machine.crashed;
    }

    public int steps() {
        return machine.steps;
    }

    /// The process dies now.
    public void crash() {
        machine.crashed = true;
    }

    /// Something else that is as durable as a file is about to be changed.
    public void before(String operation, String file) {
        step(operation, file, false);
        failWhenAsked();
    }

    /// It has been changed.
    public void after(String operation, String file) {
        step(operation, file, true);
    }

    /// An operation takes its time.
    public void pause() {
        machine.pause.run();
        if (machine.crashed) {
            throw new Crash();
        }
    }

    private void step(String operation, String file, boolean done) {
        synchronized (machine) {
            if (machine.crashed) {
                throw new Crash();
            }
            machine.steps++;
            if (machine.observer != null) {
                machine.observer.accept(DiskStep.here(machine.steps, operation, file, done));
            }
            if (machine.steps < machine.faultAt || machine.fault != Fault.CRASH && done) {
                return;
            }
            machine.faultAt = Integer.MAX_VALUE;
            switch (machine.fault) {
                case CRASH -> {
                    machine.crashed = true;
                    throw new Crash();
                }
                case IO_ERROR -> throw new DiskException("input/output error", null, false);
                case FULL -> throw full();
                case SHORT_WRITE -> {
                    if (!operation.equals("write")) {
                        throw full();
                    }
                    machine.shortened = true;
                }
            }
        }
    }

    private static DiskException full() {
        return new DiskException("no space left on device", null, true);
    }

    private void failWhenAsked() {
        if (machine.failing) {
            throw new DiskException("input/output error", null, false);
        }
    }

    /// Makes the disk usable again after the process died; the page cache survives.
    public void restart() {
        machine.crashed = false;
        machine.shortened = false;
        machine.faultAt = Integer.MAX_VALUE;
    }

    /// Makes it usable again after the machine died: of what was not synced, any sector may be there or not.
    public void restartAfterPowerLoss(Random random) {
        restart();
        lose(random);
    }

    private void lose(Random random) {
        for (Content content : files.values()) {
            byte[] survived = content.durable.clone();
            for (Write write : content.unsynced) {
                int luck = random.nextInt(3);
                for (int at = write.position; at < write.position + write.bytes.length; ) {
                    int end = Math.min(write.position + write.bytes.length, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
                    if (luck == 0 || luck == 1 && random.nextBoolean()) {
                        System.arraycopy(write.bytes, at - write.position, survived, at, end - at);
                    }
                    at = end;
                }
            }
            content.unsynced.clear();
            content.durable = survived.clone();
            content.current = survived;
        }
        for (Page page : pages.values()) {
            page.lose(random);
        }
        directories.values().forEach(below -> below.lose(random));
    }

    /// A file that lies there for whatever reason.
    public void plant(String name, byte[] content) {
        files.put(name, new Content(content));
    }

    /// The bytes of a file as any process sees them, for a test to damage.
    public byte[] bytesOf(String name) {
        Content content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException(name);
        }
        return content.current;
    }

    @Override
    public synchronized MemoryDisk directory(String name) {
        return directories.computeIfAbsent(name, key -> new MemoryDisk(machine));
    }

    @Override
    public synchronized List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public synchronized DiskFile open(String name) {
        Content content = files.get(name);
        if (content == null) {
            throw new DiskException("no file " + name, null, false);
        }
        return new OpenFile(name, content);
    }

    @Override
    public synchronized DiskFile allocate(String name, long size) {
        before("allocate", name);
        if (machine.freeBytes < size) {
            throw full();
        }
        machine.freeBytes -= machine.freeBytes == Long.MAX_VALUE ? 0 : size;
        files.put(name, new Content(new byte[(int) size]));
        after("allocate", name);
        return open(name);
    }

    @Override
    public synchronized DiskFile scratch(String name) {
        failWhenAsked();
        Content content = new Content(new byte[0]);
        files.put(name, content);
        return new ScratchFile(name, content);
    }

    @Override
    public synchronized void discard(String name) {
        Content gone = files.remove(name);
        if (gone != null && machine.freeBytes != Long.MAX_VALUE) {
            machine.freeBytes += gone.current.length;
        }
    }

    @Override
    public synchronized Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name)).map(content -> content.current.clone());
    }

    @Override
    public synchronized void replace(String name, byte[] content) {
        before("replace", name);
        files.put(name, new Content(content));
        after("replace", name);
    }

    @Override
    public synchronized void delete(String name) {
        before("delete", name);
        Content gone = files.remove(name);
        if (gone != null && machine.freeBytes != Long.MAX_VALUE) {
            machine.freeBytes += gone.current.length;
        }
        after("delete", name);
    }

    @Override
    public synchronized MappedPage map(String name, int size) {
        return pages.computeIfAbsent(name, key -> new Page(name, size));
    }

    @Override
    public AutoCloseable claim(String name) {
        return () -> {};
    }

    private final class Page implements MappedPage {
        private final String name;
        private final ByteBuffer content;
        private byte[] forced;

        Page(String name, int size) {
            this.name = name;
            content = ByteBuffer.allocate(size);
            forced = new byte[size];
        }

        void lose(Random random) {
            if (random.nextBoolean()) {
                content.put(0, forced);
            }
        }

        @Override
        public ByteBuffer content() {
            return content;
        }

        @Override
        public void force() {
            before("force", name);
            forced = Arrays.copyOf(content.array(), content.capacity());
            after("force", name);
        }

        @Override
        public void close() {
            force();
        }
    }

    /// A file that grows as it is written, and is gone after a crash.
    private final class ScratchFile extends OpenFile {
        ScratchFile(String name, Content content) {
            super(name, content);
        }

        @Override
        public void write(ByteBuffer source, long position) {
            failWhenAsked();
            int more = (int) Math.max(0, position + source.remaining() - content.current.length);
            if (machine.freeBytes < more) {
                throw full();
            }
            machine.freeBytes -= machine.freeBytes == Long.MAX_VALUE ? 0 : more;
            synchronized (content) {
                content.current = Arrays.copyOf(content.current, content.current.length + more);
                source.get(content.current, (int) position, source.remaining());
            }
        }
    }

    private class OpenFile implements DiskFile {
        private final String name;
        final Content content;

        OpenFile(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            synchronized (content) {
                int count = (int) Math.min(target.remaining(), content.current.length - position);
                target.put(content.current, (int) position, count);
                return count;
            }
        }

        // A process that dies here has written all of it, none, or what came first.
        @Override
        public void write(ByteBuffer source, long position) {
            before("write", name);
            pause();
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            if (machine.shortened) {
                machine.shortened = false;
                put(Arrays.copyOf(bytes, bytes.length / 2), (int) position);
                throw full();
            }
            put(Arrays.copyOf(bytes, bytes.length / 2), (int) position);
            after("write half", name);
            put(bytes, (int) position);
            after("write", name);
        }

        private void put(byte[] bytes, int position) {
            synchronized (content) {
                content.unsynced.add(new Write(position, bytes));
                System.arraycopy(bytes, 0, content.current, position, bytes.length);
            }
        }

        @Override
        public void sync() {
            List<Write> now;
            synchronized (content) {
                now = new ArrayList<>(content.unsynced);
            }
            try {
                before("sync", name);
            } catch (DiskException e) {
                synchronized (content) {
                    content.unsynced.removeAll(now);
                }
                throw e;
            }
            pause();
            synchronized (content) {
                now.forEach(
                        write -> System.arraycopy(write.bytes, 0, content.durable, write.position, write.bytes.length));
                content.unsynced.removeAll(now);
            }
            after("sync", name);
        }

        @Override
        public long size() {
            return content.current.length;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
