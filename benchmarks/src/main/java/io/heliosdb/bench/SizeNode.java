package io.heliosdb.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The node of a size run: killed and started again on the same folder, watched while it runs.
final class SizeNode implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final String heap;
    private final SizeReport report;
    private HeliosNode node;
    private NodeMemory memory;

    SizeNode(Path folder, int port, String heap, SizeReport report) {
        this.folder = folder;
        this.port = port;
        this.heap = heap;
        this.report = report;
        this.node = HeliosNode.start(folder, port, heap);
        this.memory = NodeMemory.watch(node.pid(), port + 2, report);
    }

    /// `kill -9` and start.
    ///
    /// @return seconds until it answers a query
    double killAndStart() {
        memory.close();
        node.kill();
        long begin = System.nanoTime();
        node = HeliosNode.start(folder, port, heap);
        double seconds = (System.nanoTime() - begin) / 1e9;
        memory = NodeMemory.watch(node.pid(), port + 2, report);
        return seconds;
    }

    String query(String sql) {
        return node.query(folder, sql);
    }

    /// COPY of all rows in one transaction.
    ///
    /// @param ending COMMIT or ROLLBACK
    void copy(String table, SizeRows rows, long first, String ending) {
        List<String> command = List.of(
                Command.find("psql"),
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                "BEGIN",
                "-c",
                "COPY " + table + " FROM STDIN",
                "-c",
                ending);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.redirectError(folder.resolve("psql.err").toFile());
            builder.environment().putAll(node.environment());
            Process psql = builder.start();
            try (OutputStream out = psql.getOutputStream()) {
                rows.write(out, first, row -> report.progress(row * (double) SizeRows.ROW_BYTES / rows.bytes()));
            }
            if (psql.waitFor() != 0) {
                throw new BenchException("COPY failed: " + Files.readString(folder.resolve("psql.err")));
            }
        } catch (IOException e) {
            throw new BenchException("COPY failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("COPY was interrupted", e);
        }
    }

    /// A session that stays open.
    SizeSession session() {
        List<String> command = new ArrayList<>(List.of(Command.find("psql"), "-X", "-q", "-A", "-t"));
        return SizeSession.open(folder, node.environment(), command);
    }

    /// Bytes of the data folder's part of that name.
    long bytes(String part) {
        return Folders.bytes(folder.resolve("data").resolve(part));
    }

    /// Waits until the log that nobody needs is gone: checkpoints have caught up.
    void awaitCheckpoint() {
        query("CHECKPOINT");
    }

    static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    @Override
    public void close() {
        memory.close();
        node.close();
    }
}
