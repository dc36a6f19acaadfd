package io.heliosdb.server.boot;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.http.Logging;
import io.heliosdb.server.backup.BackupException;
import io.heliosdb.server.backup.BackupManifest;
import io.heliosdb.server.backup.BackupVerifier;
import io.heliosdb.server.backup.Progress;
import io.heliosdb.server.backup.Restore;
import io.heliosdb.server.backup.RestoreTarget;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.txn.EngineConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The program that fills a data directory from a backup, without a node; `./heliosdb restore` runs it.
///
/// Arguments are `name=value`: `backup`, and either `verify=yes` alone, or `data`, `node` and, where wanted,
/// `archive`, `time` (2026-01-31 12:00:00+01) or `lsn`. Exit status: 0 done, 1 could not be done, 2 wrong usage.
public final class RestoreMain {

    private static final Set<String> NAMES = Set.of("backup", "verify", "data", "node", "archive", "time", "lsn");
    private static final long SHOWN_BYTES = 64L << 20;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd['T'][' ']HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private final Map<String, String> arguments;
    private final PrintStream out;

    private RestoreMain(Map<String, String> arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    public static void main(String[] words) {
        Logging.bridge();
        System.exit(
                run(words, new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)));
    }

    /// @return the exit status
    static int run(String[] words, PrintStream out) {
        Map<String, String> arguments = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0 || !NAMES.contains(word.substring(0, equals))) {
                out.println("restore: unknown argument: " + word);
                return 2;
            }
            arguments.put(word.substring(0, equals), word.substring(equals + 1));
        }
        try {
            new RestoreMain(arguments, out).run();
            return 0;
        } catch (IllegalArgumentException | DateTimeException e) {
            out.println("restore: " + e.getMessage());
            return 2;
        } catch (BackupException | DiskException e) {
            out.println("restore: " + e.getMessage());
            return 1;
        }
    }

    private String required(String name) {
        String value = arguments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing argument: " + name);
        }
        return value;
    }

    private void run() {
        Path backup = Path.of(required("backup"));
        if (arguments.containsKey("verify")) {
            BackupManifest manifest = BackupVerifier.verify(backup);
            out.println("The backup is whole: " + manifest.files().size() + " files, up to LSN " + manifest.endLsn()
                    + ", taken " + manifest.baseTime() + " to " + manifest.endTime() + ".");
            return;
        }
        String archive = arguments.get("archive");
        Restore.Result result = new Restore(
                        EngineConfig.forHeap(Runtime.getRuntime().maxMemory()),
                        Clock.systemUTC(),
                        Thread.ofPlatform().daemon().name("restore-", 0).factory(),
                        progress())
                .run(new Restore.Request(
                        backup,
                        archive == null ? null : Path.of(archive),
                        target(),
                        Path.of(required("data")),
                        NodeId.parse(required("node"))));
        out.println("Restored up to LSN " + result.lsn()
                + result.lastCommit().map(time -> ", last commit " + time).orElse("") + ", timeline "
                + result.timeline() + ".");
        if (arguments.containsKey("time") && !result.reached()) {
            out.println("Backup and archive have nothing after that: if something was committed between then and "
                    + arguments.get("time") + ", it is not here.");
        }
    }

    private RestoreTarget target() {
        String time = arguments.get("time");
        String lsn = arguments.get("lsn");
        if (time != null && lsn != null) {
            throw new IllegalArgumentException("give a time or an LSN, not both");
        }
        if (time != null) {
            return new RestoreTarget.AtTime(OffsetDateTime.parse(time, TIME).toInstant());
        }
        return lsn == null ? new RestoreTarget.Latest() : new RestoreTarget.AtLsn(Lsn.parse(lsn));
    }

    private Progress progress() {
        return new Progress() {
            private @Nullable String step;
            private long shown;

            @Override
            public void at(String current, long bytes) {
                if (!current.equals(step)) {
                    step = current;
                    shown = 0;
                }
                if (bytes - shown >= SHOWN_BYTES) {
                    shown = bytes;
                    out.println("  " + current + " " + (bytes >> 20) + " MB");
                }
            }
        };
    }
}
