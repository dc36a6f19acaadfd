package io.heliosdb.launcher;

import io.heliosdb.cluster.rest.BackupState;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "backup", description = "Write an online backup into a new folder, or check one that was written.")
final class BackupCommand extends ClusterCommand {

    private static final long POLL_NANOS = 200_000_000;

    @Parameters(paramLabel = "DIR", description = "A new or empty folder.")
    private Path directory = Path.of("");

    @Option(names = "--node", description = "Where it is taken, by default the primary. A standby does as well.")
    private String node = "primary";

    @Option(names = "--verify", description = "Read the backup in DIR whole and compare it with its checksums.")
    private boolean verify;

    @Override
    int run(LocalCluster cluster) {
        Path folder = directory.toAbsolutePath().normalize();
        if (verify) {
            return ServerProgram.run(
                    cluster, "io.heliosdb.server.boot.RestoreMain", List.of("backup=" + folder, "verify=yes"));
        }
        Member member = cluster.member(node);
        if (member.isObserver()) {
            throw new LauncherException("the observer has no data; name one of the nodes");
        }
        AdminClient client = new AdminClient(member);
        client.beginBackup(folder);
        say("Backing up " + member.name() + " into " + folder);
        BackupState state = client.backupState();
        long shown = 0;
        while (!state.isOver()) {
            if (state.bytes() - shown >= 64 << 20) {
                shown = state.bytes();
                say("  " + state.step() + " " + (shown >> 20) + " MB");
            }
            LockSupport.parkNanos(POLL_NANOS);
            state = client.backupState();
        }
        if (state.error() != null) {
            throw new LauncherException("the backup failed: " + state.error());
        }
        say(String.format(Locale.ROOT, "Done: %.1f MB, up to LSN %s.", state.bytes() / 1e6, state.endLsn()));
        return 0;
    }
}
