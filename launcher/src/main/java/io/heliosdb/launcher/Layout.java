package io.heliosdb.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

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

    /// Where a member's program was built.
    Path target(Member member) {
        return project.resolve(module(member)).resolve("target");
    }

    /// A member's program, without its libraries.
    ///
    /// @throws LauncherException when it is not there
    Path jar(Member member) {
        Path target = target(member);
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("heliosdb-.*[0-9]\\.jar"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new LauncherException("there is no program in " + target + ": build it first"));
        } catch (IOException e) {
            throw new LauncherException("there is no program in " + target + ": " + e.getMessage(), e);
        }
    }

    private static String module(Member member) {
        return member.isObserver() ? "observer" : "server";
    }

    /// The class path of a member's program: jars only, as {@link ClassArchives} need it.
    String classPath(Member member) {
        return jar(member) + ":" + target(member).resolve("libs") + "/*";
    }
}
