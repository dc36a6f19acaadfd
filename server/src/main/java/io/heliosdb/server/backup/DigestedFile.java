package io.heliosdb.server.backup;

import io.heliosdb.server.backup.BackupManifest.BackupFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A new file that is digested while it is written. Used by one thread.
final class DigestedFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long bytes;

    /// @throws BackupException when it exists or cannot be made
    DigestedFile(Path path) {
        this.path = path;
        try {
            this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BackupException("cannot write \"" + path + "\": " + e, e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void write(ByteBuffer source) {
        digest.update(source.duplicate());
        bytes += source.remaining();
        try {
            while (source.hasRemaining()) {
                channel.write(source);
            }
        } catch (IOException e) {
            throw new BackupException("cannot write \"" + path + "\": " + e, e);
        }
    }

    long bytes() {
        return bytes;
    }

    /// Makes it durable.
    BackupFile finish() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new BackupException("cannot write \"" + path + "\": " + e, e);
        }
        return new BackupFile(
                path.getFileName().toString(), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BackupException("cannot close \"" + path + "\": " + e, e);
        }
    }

    /// Compares a file with what the manifest says.
    ///
    /// @throws BackupException when it is another one
    static void check(Path directory, BackupFile expected) {
        Path file = directory.resolve(expected.name());
        MessageDigest digest = sha256();
        long bytes = 0;
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (IOException e) {
            throw new BackupException("\"" + file + "\" cannot be read: " + e, e);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (bytes != expected.bytes() || !found.equals(expected.sha256())) {
            throw new BackupException("\"" + file + "\" is damaged: it has " + bytes + " bytes with SHA-256 " + found
                    + ", the manifest says " + expected.bytes() + " bytes with " + expected.sha256()
                    + "; use another backup");
        }
    }
}
