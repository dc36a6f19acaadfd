package io.heliosdb.bench;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// The steps of a size run. Each asks for something whose answer is known, and fails when it is another.
final class SizeRun {

    private static final double MEGABYTE = 1 << 20;

    private final SizeNode node;
    private final SizeRows rows;
    private final SizeReport report;

    SizeRun(SizeNode node, SizeRows rows, SizeReport report) {
        this.node = node;
        this.rows = rows;
        this.report = report;
    }

    void run() {
        node.query("CREATE TABLE big (id bigint PRIMARY KEY, filler text NOT NULL, amount bigint NOT NULL)");
        node.query("CREATE TABLE small (id bigint PRIMARY KEY)");
        try (SizeSession reader = node.session()) {
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            expect("a reader's count", reader.query("SELECT count(*) FROM big"), "0");
            copy();
            checkpoint("checkpoint under an open reader");
            expect("an old snapshot's count", reader.query("SELECT count(*) FROM big"), "0");
        }
        content("count and checksum");
        sortJoinAndGroup();
        index();
        rollback();
        killAfterCommit();
        drop();
        vacuum();
    }

    private void copy() {
        report.begin("COPY in one transaction");
        node.copy("big", rows, 1, "COMMIT");
        report.end(megabytes(rows.bytes()) + " MB, " + rows.count() + " rows");
    }

    private void checkpoint(String name) {
        report.begin(name);
        node.awaitCheckpoint();
        report.end("base " + megabytes(node.bytes("base")) + " MB, log " + megabytes(node.bytes("wal")) + " MB");
    }

    private void content(String name) {
        report.begin(name);
        expectContent();
        report.end("");
    }

    private void expectContent() {
        expect(
                "count, sum, lowest, highest",
                node.query("SELECT count(*), sum(amount), min(id), max(id) FROM big"),
                rows.count() + "|" + rows.amounts() + "|1|" + rows.count());
    }

    private void sortJoinAndGroup() {
        report.begin("sort");
        expect(
                "rows out of order",
                node.query(
                        "SELECT count(*) FROM (SELECT filler, lag(filler) OVER (ORDER BY filler) AS before FROM big) s"
                                + " WHERE filler <= before"),
                "0");
        report.end("");
        report.begin("hash join with itself");
        expect(
                "joined rows",
                node.query("SELECT count(*), sum(a.amount) FROM big a JOIN big b ON a.filler = b.filler"),
                rows.count() + "|" + rows.amounts());
        report.end("");
        report.begin("aggregate of as many groups");
        expect(
                "groups, and the rows in them",
                node.query("SELECT count(*), sum(n) FROM (SELECT filler, count(*) AS n FROM big GROUP BY filler) g"),
                rows.count() + "|" + rows.count());
        report.end("");
    }

    private void index() {
        report.begin("CREATE INDEX");
        node.query("CREATE INDEX big_filler ON big (filler)");
        node.query("ANALYZE big");
        report.end("");
        long id = rows.count() / 2 + 1;
        String lookup = "SELECT id FROM big WHERE filler = '" + SizeRows.filler(id) + "'";
        String plan = node.query("EXPLAIN " + lookup);
        if (!plan.contains("big_filler")) {
            throw new BenchException("the index is not used: " + plan);
        }
        expect("the row of a filler", node.query(lookup), Long.toString(id));
    }

    private void rollback() {
        report.begin("ROLLBACK of as many rows again");
        node.copy("big", rows, rows.count() + 1, "ROLLBACK");
        expectContent();
        node.awaitCheckpoint();
        report.end("scratch " + megabytes(node.bytes("scratch")) + " MB left");
    }

    private void killAfterCommit() {
        report.begin("COPY once more");
        node.query("CREATE TABLE other (id bigint PRIMARY KEY, filler text NOT NULL, amount bigint NOT NULL)");
        node.copy("other", rows, 1, "COMMIT");
        report.end("");
        report.begin("kill -9 at once and recovery");
        double seconds = node.killAndStart();
        report.end(String.format(Locale.ROOT, "answers after %.1f s", seconds));
        report.begin("count and checksum of both");
        expectContent();
        expect(
                "the other table",
                node.query("SELECT count(*), sum(amount) FROM other"),
                rows.count() + "|" + rows.amounts());
        report.end("");
    }

    /// A table goes while others write: the longest of their commits is printed.
    private void drop() {
        checkpoint("checkpoint");
        report.begin("DROP TABLE beside small commits");
        AtomicBoolean done = new AtomicBoolean();
        double[] longest = new double[1];
        Thread writer = Thread.ofPlatform().name("writer").start(() -> longest[0] = write(done));
        node.query("DROP TABLE other");
        node.awaitCheckpoint();
        done.set(true);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        report.end(String.format(Locale.ROOT, "longest commit %.2f s", longest[0]));
    }

    private double write(AtomicBoolean done) {
        double longest = 0;
        try (SizeSession session = node.session()) {
            for (long id = 0; !done.get(); id++) {
                long begin = System.nanoTime();
                session.query("INSERT INTO small VALUES (" + id + ") RETURNING id");
                longest = Math.max(longest, SizeNode.secondsSince(begin));
            }
        }
        return longest;
    }

    private void vacuum() {
        long before = node.bytes("base");
        report.begin("VACUUM FULL");
        node.query("VACUUM FULL");
        long after = node.bytes("base");
        report.end("base " + megabytes(before) + " MB before, " + megabytes(after) + " MB after");
        if (after > before * 3 / 4) {
            throw new BenchException("VACUUM FULL has not given space back");
        }
        content("count and checksum once more");
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / MEGABYTE);
    }

    private static void expect(String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw new BenchException(what + ": " + found + " instead of " + expected);
        }
    }
}
