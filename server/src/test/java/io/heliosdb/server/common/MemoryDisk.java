package io.heliosdb.server.common;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A disk in memory that can crash at any step, lose or tear what was not synced, fill up and fail.
///
/// Every operation that changes something is one step, counted; the plan says at which one the process dies. Names are
/// durable at once; so is a replaced file. Written bytes are durable after a sync. Safe for any thread.
public final class MemoryDisk implements Disk {

    /// The process is dead: nothing may be concluded from this but that.
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// What all directories of one machine share.
    private static final class Machine {
        int steps;
        int crashAt = Integer.MAX_VALUE;
        boolean crashed;
        long freeBytes = Long.MAX_VALUE;
        boolean failing;
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
        machine.crashAt = machine.steps + steps;
    }

    public void setFreeBytes(long bytes) {
        machine.freeBytes = bytes;
    }

    /// From now on every write and sync fails.
    public void setFailing(boolean failing) {
        machine.failing = failing;
    }

    public boolean isCrashed() {
        return machine.crashed;
    }

    public int steps() {
        return machine.steps;
    }

    /// One step of something else that is as durable as a file.
    public void step() {
        synchronized (machine) {
            if (machine.crashed || ++machine.steps >= machine.crashAt) {
                machine.crashed = true;
                throw new Crash();
            }
        }
    }

    /// Makes the disk usable again after the process died; the page cache survives.
    public void restart() {
        machine.crashed = false;
        machine.crashAt = Integer.MAX_VALUE;
    }

    /// Makes it usable again after the machine died: of what was not synced, any part may be there, whole or torn.
    public void restartAfterPowerLoss(Random random) {
        restart();
        lose(random);
    }

    private void lose(Random random) {
        for (Content content : files.values()) {
            byte[] survived = content.durable.clone();
            for (Write write : content.unsynced) {
                int kept =
                        switch (random.nextInt(3)) {
                            case 0 -> 0;
                            case 1 -> write.bytes.length;
                            default -> random.nextInt(write.bytes.length + 1);
                        };
                System.arraycopy(write.bytes, 0, survived, write.position, kept);
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
        return new OpenFile(content);
    }

    @Override
    public synchronized DiskFile allocate(String name, long size) {
        step();
        failWhenAsked();
        if (machine.freeBytes < size) {
            throw new DiskException("no space left", null, true);
        }
        machine.freeBytes -= machine.freeBytes == Long.MAX_VALUE ? 0 : size;
        files.put(name, new Content(new byte[(int) size]));
        step();
        return open(name);
    }

    private void failWhenAsked() {
        if (machine.failing) {
            throw new DiskException("input/output error", null, false);
        }
    }

    @Override
    public synchronized Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name)).map(content -> content.current.clone());
    }

    @Override
    public synchronized void replace(String name, byte[] content) {
        step();
        failWhenAsked();
        files.put(name, new Content(content));
        step();
    }

    @Override
    public synchronized void delete(String name) {
        step();
        files.remove(name);
        step();
    }

    @Override
    public synchronized MappedPage map(String name, int size) {
        return pages.computeIfAbsent(name, key -> new Page(size));
    }

    @Override
    public AutoCloseable claim(String name) {
        return () -> {};
    }

    private static final class Page implements MappedPage {
        private final ByteBuffer content;
        private byte[] forced;

        Page(int size) {
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
            forced = Arrays.copyOf(content.array(), content.capacity());
        }

        @Override
        public void close() {
            force();
        }
    }

    private final class OpenFile implements DiskFile {
        private final Content content;

        OpenFile(Content content) {
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

        @Override
        public void write(ByteBuffer source, long position) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            synchronized (content) {
                content.unsynced.add(new Write((int) position, bytes));
            }
            step();
            failWhenAsked();
            synchronized (content) {
                System.arraycopy(bytes, 0, content.current, (int) position, bytes.length);
            }
        }

        @Override
        public void sync() {
            step();
            failWhenAsked();
            synchronized (content) {
                content.durable = content.current.clone();
                content.unsynced.clear();
            }
            step();
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
