package io.heliosdb.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show the log of one member, or of all.")
final class LogsCommand extends ClusterCommand {

    @Parameters(paramLabel = "NODE", arity = "0..1")
    private String node = "";

    @Option(names = "-f", description = "Go on as the log grows.")
    private boolean follow;

    @Override
    int run(LocalCluster cluster) {
        List<Member> members = node.isEmpty() ? cluster.members() : List.of(cluster.member(node));
        List<Path> logs = members.stream()
                .map(cluster.layout()::logFile)
                .filter(Files::isRegularFile)
                .toList();
        if (logs.isEmpty()) {
            throw new LauncherException("no log yet; the cluster has not been started: ./heliosdb up");
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", follow ? "20" : "+1"));
        if (follow) {
            command.add("-f");
        }
        logs.forEach(log -> command.add(log.toString()));
        return ForeignProgram.run(command, "Install the coreutils of your system.");
    }
}
