package io.heliosdb.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "psql", description = "Run psql on one member, by default the primary; what follows is handed to psql.")
final class PsqlCommand extends ClusterCommand {

    @Parameters(paramLabel = "[NODE] ARGUMENTS", arity = "0..*")
    private List<String> arguments = List.of();

    @Override
    int run(LocalCluster cluster) {
        List<String> rest = new ArrayList<>(arguments);
        // There is one database: a first word that is no option can only be meant as a node.
        boolean named = !rest.isEmpty() && !rest.getFirst().startsWith("-");
        Member member = cluster.member(named ? rest.removeFirst() : "primary");
        if (member.isObserver()) {
            throw new LauncherException("the observer has no data; its page is http://localhost:" + member.httpPort());
        }
        List<String> command = new ArrayList<>(List.of("psql", "-h", "localhost", "-p", "" + member.pgPort()));
        command.addAll(rest);
        return ForeignProgram.run(command, "Install psql: on Debian, apt-get install postgresql-client.");
    }
}
