package io.heliosdb.bench;

import io.heliosdb.launcher.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./heliosdb test size`: one node with a small heap, and more data than it can hold in memory.
@Command(
        name = "size",
        description = {
            "Copy gigabytes into one node with a 512 MB heap in one transaction, sort, join, group and index them,",
            "roll back as much again, kill the node, and give the space back. Ends with 1 when anything is wrong."
        },
        mixinStandardHelpOptions = true)
final class SizeCommand implements Callable<Integer> {

    private static final double GIGABYTE = 1 << 30;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "GB", arity = "0..1", description = "what is copied, in gigabytes (default 5)")
    private double gigabytes = 5;

    @Option(names = "--heap", description = "heap of the node, as in -Xmx (default 512m)")
    private String heap = "512m";

    @Option(names = "--folder", description = "where the data go, ten times as much (default: the temporary folder)")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--port", description = "first of the ports to use (default 19462)")
    private int port = 19462;

    @Override
    public Integer call() throws IOException {
        Path work = Files.createTempDirectory(folder, "heliosdb-size");
        SizeReport report = new SizeReport(spec.commandLine().getOut());
        try (SizeNode node = new SizeNode(work, port, heap, report)) {
            new SizeRun(node, new SizeRows((long) (gigabytes * GIGABYTE)), report).run();
            report.summary();
            return 0;
        } finally {
            FolderTree.remove(work);
        }
    }
}
