package io.heliosdb.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Start one member and wait until it is healthy.")
final class StartCommand extends ClusterCommand {

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Override
    int run(LocalCluster cluster) {
        Member member = cluster.member(node);
        if (cluster.processes().find(member).isPresent()) {
            return running(member);
        }
        new Startup(cluster, out()).start(List.of(member));
        return 0;
    }

    private int running(Member member) {
        try (HealthProbe probe = new HealthProbe()) {
            Health health = probe.check(member);
            if (health.healthy()) {
                say(member.name() + " runs already");
                return 0;
            }
            throw new LauncherException(member.name() + " runs already, but is not healthy: " + health.reason()
                    + "\nSee ./heliosdb logs " + member.name() + ", or: ./heliosdb restart " + member.name());
        }
    }
}
