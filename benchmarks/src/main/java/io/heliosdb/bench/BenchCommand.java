package io.heliosdb.bench;

import io.heliosdb.launcher.FolderTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `./heliosdb bench`: pgbench against one node of this database and, when it is installed, PostgreSQL.
@CommandLine.Command(
        name = "bench",
        description = {
            "Run pgbench against one node of this database and PostgreSQL with the same durability, in turn.",
            "Figures of one machine at one time: compare ratios, not absolutes."
        },
        subcommands = {JmhCommand.class, SizeCommand.class},
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private static final int WARM_SECONDS = 40;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--scale", split = ",", description = "pgbench scale, 100 000 rows each; several: in turn")
    private List<Integer> scales = List.of(10);

    @Option(names = "--seconds", description = "length of a run (default 10)")
    private int seconds = 10;

    @Option(names = "--rounds", description = "runs of each line and contestant (default 3)")
    private int rounds = 3;

    @Option(names = "--clients", split = ",", description = "default 1,8,32")
    private List<Integer> clients = List.of(1, 8, 32);

    @Option(names = "--protocols", split = ",", description = "default simple,extended,prepared")
    private List<String> protocols = List.of("simple", "extended", "prepared");

    @Option(names = "--scripts", split = ",", description = "default select-only,simple-update,tpcb-like")
    private List<String> scripts = List.of("select-only", "simple-update", "tpcb-like");

    @Option(names = "--heap", description = "heap of the node, as in -Xmx (default 1g)")
    private String heap = "1g";

    @Option(names = "--alone", description = "without PostgreSQL")
    private boolean alone;

    @Option(names = "--no-copy", description = "without COPY of a million rows")
    private boolean withoutCopy;

    @Option(names = "--port", description = "first of the ports to use (default 19432)")
    private int port = 19432;

    @Override
    public Integer call() throws IOException {
        List<Load> loads = loads();
        Path work = Files.createTempDirectory("heliosdb-bench");
        List<Contestant> contestants = new ArrayList<>();
        try {
            // PostgreSQL's own account must be able to pass.
            work.toFile().setExecutable(true, false);
            contestants.add(HeliosNode.start(work.resolve("heliosdb"), port, heap));
            if (!alone && Command.isInstalled("initdb")) {
                // As much memory of its own as the node has.
                String buffers = heap.toUpperCase(Locale.ROOT) + "B";
                contestants.add(PostgresServer.start(work.resolve("postgres"), port + 10, buffers));
            }
            for (int scale : scales) {
                run(work, contestants, loads, scale);
            }
            return 0;
        } finally {
            contestants.forEach(Contestant::close);
            FolderTree.remove(work);
        }
    }

    private List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (String script : scripts) {
            for (String protocol : protocols) {
                for (int count : clients) {
                    loads.add(new Load(Load.Script.parse(script), Load.Protocol.parse(protocol), count));
                }
            }
        }
        return loads;
    }

    private void run(Path work, List<Contestant> contestants, List<Load> loads, int scale) {
        PrintWriter out = spec.commandLine().getOut();
        PgBench pgbench = new PgBench(work);
        out.printf(
                Locale.ROOT,
                "%nscale %d (%,d accounts), runs of %d s, %d rounds%n",
                scale,
                scale * 100_000,
                seconds,
                rounds);
        for (Contestant contestant : contestants) {
            out.printf(Locale.ROOT, "loaded %s in %.1f s%n", contestant.name(), pgbench.load(contestant, scale));
            out.flush();
            // These figures are of a server that has warmed up, as a database's are.
            List<Load> warming = loads.stream()
                    .filter(load -> load.clients() == clients.getLast())
                    .toList();
            warming.forEach(load -> pgbench.run(contestant, load, Math.max(5, WARM_SECONDS / warming.size())));
        }
        SideBySide sideBySide = new SideBySide(contestants, pgbench, out, rounds, seconds);
        sideBySide.header();
        loads.forEach(sideBySide::run);
        if (!withoutCopy) {
            sideBySide.runCopy(new CopyLoad(work));
        }
    }
}
