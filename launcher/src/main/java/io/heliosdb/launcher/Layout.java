package io.heliosdb.launcher;

import java.nio.file.Path;

/// Where things are: the project, its built jars, and a folder of data, process id and log for each member.
///
/// @param project the folder that holds `./heliosdb`
/// @param data `$HELIOSDB_DATA`, by default `data` in the project
record Layout(Path project, Path data) {

    Path directory(Member member) {
        return data.resolve(member.name());
    }

    Path pidFile(Member member) {
        return directory(member).resolve("node.pid");
    }

    Path logFile(Member member) {
        return directory(member).resolve("node.log");
    }

    /// The secret by which the members of this cluster know each other.
    Path secretFile() {
        return data.resolve("cluster.secret");
    }

    /// The class path of a member's program.
    String classPath(Member member) {
        Path target =
                project.resolve(member.isObserver() ? "observer" : "server").resolve("target");
        return target.resolve("classes") + ":" + target.resolve("libs") + "/*";
    }
}
