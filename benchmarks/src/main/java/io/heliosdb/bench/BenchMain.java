package io.heliosdb.bench;

import java.io.PrintWriter;
import picocli.CommandLine;

/// The program behind `./heliosdb bench`. Exit status: 0 done, 1 could not be done, 2 wrong usage.
public final class BenchMain {

    private BenchMain() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new BenchCommand());
        commandLine.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (!(failure instanceof BenchException)) {
                throw failure;
            }
            PrintWriter err = line.getErr();
            err.println("heliosdb: " + failure.getMessage());
            err.flush();
            return 1;
        });
        System.exit(commandLine.execute(arguments));
    }
}
