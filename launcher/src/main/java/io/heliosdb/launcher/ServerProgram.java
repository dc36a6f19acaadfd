package io.heliosdb.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a program of the server's class path on the terminal of this one.
final class ServerProgram {

    private static final String HEAP = "1g";

    private ServerProgram() {}

    /// @return its exit status
    static int run(LocalCluster cluster, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.forNode(HEAP, System.getenv()));
        command.add("-cp");
        command.add(cluster.layout().classPath(cluster.member("primary")));
        command.add(mainClass);
        command.addAll(arguments);
        return ForeignProgram.run(command, "The JDK that runs this program cannot be run.");
    }
}
