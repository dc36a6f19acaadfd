package io.heliosdb.launcher;

import java.io.IOException;
import java.util.List;

/// Runs a program on the terminal of this one.
final class ForeignProgram {

    private ForeignProgram() {}

    /// @param hint what to do when the program is not installed
    /// @return its exit status
    static int run(List<String> command, String hint) {
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new LauncherException("cannot run " + command.getFirst() + ": " + e.getMessage() + "\n" + hint, e);
        }
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return 130;
        }
    }
}
