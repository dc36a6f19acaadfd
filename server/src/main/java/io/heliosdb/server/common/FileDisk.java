package io.heliosdb.server.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A directory of the machine's file system.
public final class FileDisk implements Disk {

    private static final int ZERO_CHUNK_BYTES = 1 << 20;

    private final Path path;

    private FileDisk(Path path) {
        this.path = path;
    }

    /// The directory `path`, created with its parents when it does not exist.
    public static FileDisk at(Path path) {
        try {
            Files.createDirectories(path);
            return new FileDisk(path);
        } catch (IOException e) {
            throw DiskException.of("cannot create directory \"" + path + "\"", e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public Disk directory(String name) {
        return at(path.resolve(name));
    }

    @Override
    public List<String> list() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw DiskException.of("cannot list directory \"" + path + "\"", e);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path.resolve(name));
    }

    @Override
    public DiskFile open(String name) {
        Path file = path.resolve(name);
        try {
            return new OpenFile(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw DiskException.of("cannot open file \"" + file + "\"", e);
        }
    }

    // A temporary name until the space is there: a crash half-way leaves no short file under the real name.
    @Override
    public DiskFile allocate(String name, long size) {
        Path file = path.resolve(name);
        Path temporary = path.resolve(name + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeZeros(channel, size);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
            return open(name);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw DiskException.of("cannot create file \"" + file + "\"", e);
        }
    }

    private static void writeZeros(FileChannel channel, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, ZERO_CHUNK_BYTES));
        for (long left = size; left > 0; ) {
            zeros.clear().limit((int) Math.min(left, zeros.capacity()));
            left -= channel.write(zeros);
        }
    }

    @Override
    public DiskFile scratch(String name) {
        Path file = path.resolve(name);
        try {
            return new OpenFile(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw DiskException.of("cannot create file \"" + file + "\"", e);
        }
    }

    @Override
    public void discard(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException e) {
            throw DiskException.of("cannot delete file \"" + path.resolve(name) + "\"", e);
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        Path file = path.resolve(name);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskException.of("cannot read file \"" + file + "\"", e);
        }
    }

    @Override
    public void replace(String name, byte[] content) {
        Path file = path.resolve(name);
        Path temporary = path.resolve(name + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (IOException e) {
            throw DiskException.of("cannot write file \"" + file + "\"", e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            if (Files.deleteIfExists(path.resolve(name))) {
                syncDirectory();
            }
        } catch (IOException e) {
            throw DiskException.of("cannot delete file \"" + path.resolve(name) + "\"", e);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public MappedPage map(String name, int size) {
        Path file = path.resolve(name);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < size) {
                channel.write(ByteBuffer.allocate(size), 0);
                channel.force(true);
                syncDirectory();
            }
            return new FilePage(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
        } catch (IOException e) {
            throw DiskException.of("cannot map file \"" + file + "\"", e);
        }
    }

    @Override
    public AutoCloseable claim(String name) {
        Path file = path.resolve(name);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw new DiskException("directory \"" + path + "\" is in use by another process", null, false);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new DiskException("directory \"" + path + "\" is already open in this process", e, false);
        } catch (IOException e) {
            throw DiskException.of("cannot lock file \"" + file + "\"", e);
        }
    }

    private record FilePage(MappedByteBuffer content) implements MappedPage {
        @Override
        public void force() {
            try {
                content.force();
            } catch (UncheckedIOException e) {
                throw new DiskException("cannot sync a mapped file: " + e.getMessage(), e, false);
            }
        }

        // The mapping goes with the buffer: unmapping by hand would crash a late user.
        @Override
        public void close() {
            force();
        }
    }

    private record OpenFile(Path file, FileChannel channel) implements DiskFile {

        @Override
        public int read(ByteBuffer target, long position) {
            int total = 0;
            try {
                while (target.hasRemaining()) {
                    int count = channel.read(target, position + total);
                    if (count < 0) {
                        break;
                    }
                    total += count;
                }
                return total;
            } catch (IOException e) {
                throw DiskException.of("cannot read file \"" + file + "\"", e);
            }
        }

        @Override
        public void write(ByteBuffer source, long position) {
            long at = position;
            try {
                while (source.hasRemaining()) {
                    at += channel.write(source, at);
                }
            } catch (IOException e) {
                throw DiskException.of("cannot write file \"" + file + "\"", e);
            }
        }

        @Override
        public void sync() {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw DiskException.of("cannot sync file \"" + file + "\"", e);
            }
        }

        @Override
        public long size() {
            try {
                return channel.size();
            } catch (IOException e) {
                throw DiskException.of("cannot read size of file \"" + file + "\"", e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw DiskException.of("cannot close file \"" + file + "\"", e);
            }
        }
    }
}
