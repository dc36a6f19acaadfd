package io.heliosdb.server.common;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// One directory of durable files. The real one is {@link FileDisk}; simulations have one that crashes.
///
/// All methods throw {@link DiskException}; {@link DiskException#isFull()} tells a full disk from a broken one.
/// Names are plain file names. Safe for any thread.
public interface Disk {

    /// A directory below this one, created when it does not exist.
    Disk directory(String name);

    /// Names of the files here, sorted.
    List<String> list();

    boolean exists(String name);

    /// Opens an existing file for reading and writing.
    DiskFile open(String name);

    /// Creates a file of `size` zero bytes whose space is really allocated; durable with its name when this
    /// returns. A failure leaves no file of that name.
    DiskFile allocate(String name, long size);

    /// Creates an empty file that need not outlive this process: nothing about it is made durable.
    DiskFile scratch(String name);

    /// Deletes a file of {@link #scratch}, or one that another process has left; not durably.
    void discard(String name);

    /// The whole content of a small file.
    Optional<byte[]> read(String name);

    /// Replaces a small file at once and durably: afterwards it holds either the old or the new content.
    void replace(String name, byte[] content);

    /// Deletes durably; nothing happens when there is no such file.
    void delete(String name);

    /// A small file in shared memory: what is put there survives the death of this process, and a crash of the
    /// machine only as far as {@link MappedPage#force} was called.
    MappedPage map(String name, int size);

    /// Claims the directory for this process until closed.
    ///
    /// @throws DiskException when another process has it
    AutoCloseable claim(String name);

    /// An open file. Safe for any thread.
    interface DiskFile extends AutoCloseable {

        /// Reads until `target` is full or the file ends; returns the number of bytes read.
        int read(ByteBuffer target, long position);

        /// Writes all that remains in `source`.
        void write(ByteBuffer source, long position);

        /// Makes the content durable (fdatasync).
        void sync();

        long size();

        @Override
        void close();
    }

    /// A mapped page. Its users serialise their access.
    interface MappedPage extends AutoCloseable {

        /// The content, from 0 to the page's size.
        ByteBuffer content();

        /// Makes the content durable.
        void force();

        @Override
        void close();
    }
}
