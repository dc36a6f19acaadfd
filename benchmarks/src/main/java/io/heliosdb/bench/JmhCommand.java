package io.heliosdb.bench;

import io.heliosdb.launcher.JvmOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// `./heliosdb bench jmh`: the engine's parts by themselves. Options that are not known here are JMH's own.
@Command(name = "jmh", description = "Run the JMH benchmarks of log, commit pipeline, version store and checkpoint.")
final class JmhCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PATTERN", arity = "0..*", description = "which benchmarks; none: all")
    private List<String> patterns = List.of();

    @Unmatched
    private List<String> options = List.of();

    @Override
    public Integer call() throws RunnerException, CommandLineOptionException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(patterns);
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments.toArray(String[]::new)))
                        .jvmArgsPrepend(JvmOptions.nativeAccess().toArray(String[]::new))
                        .build())
                .run();
        return 0;
    }
}
