package io.heliosdb.launcher;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program behind `./heliosdb`. Exit status: 0 done, 1 could not be done or not healthy, 2 wrong usage.
@Command(
        name = "heliosdb",
        description = "Runs a HeliosDB cluster of four nodes and an observer on this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            LogsCommand.class,
            PsqlCommand.class,
            BackupCommand.class,
            RestoreCommand.class
        },
        footer = {
            "",
            "  bench                 measure side by side with PostgreSQL; bench --help tells more",
            "  test                  run the whole gate: build, static checks, all tests",
            "",
            "Data, process ids and logs are under $HELIOSDB_DATA (default ./data)."
        },
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler(Main::report);
        commandLine.setParameterExceptionHandler(Main::reportUsage);
        CommandLine psql = commandLine.getSubcommands().get("psql");
        if (psql != null) {
            // What psql understands is psql's to judge.
            psql.setUnmatchedOptionsArePositionalParams(true);
        }
        System.exit(commandLine.execute(arguments));
    }

    private static int reportUsage(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        PrintWriter err = commandLine.getErr();
        boolean unknown = failure instanceof CommandLine.UnmatchedArgumentException
                && commandLine.getParent() == null
                && !arguments[0].startsWith("-");
        if (unknown) {
            err.println("heliosdb: there is no command '" + arguments[0] + "'; the commands are: "
                    + String.join(", ", commandLine.getSubcommands().keySet()) + ", bench, test");
        } else {
            err.println("heliosdb: " + failure.getMessage());
            commandLine.usage(err);
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof LauncherException) {
            PrintWriter err = commandLine.getErr();
            err.println("heliosdb: " + failure.getMessage());
            err.flush();
            return 1;
        }
        throw failure;
    }
}
