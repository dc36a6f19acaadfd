package io.heliosdb.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The cluster that the commands act on, as the environment describes it.
record LocalCluster(Layout layout, List<Member> members, ClusterProcesses processes) {

    /// @throws LauncherException when a setting is not understood
    static LocalCluster fromEnvironment(Map<String, String> environment) {
        Path project = Path.of(System.getProperty("heliosdb.project", "."))
                .toAbsolutePath()
                .normalize();
        String data = environment.getOrDefault("HELIOSDB_DATA", "");
        Path directory = data.isEmpty()
                ? project.resolve("data")
                : Path.of(data).toAbsolutePath().normalize();
        Layout layout = new Layout(project, directory);
        List<Member> members = Member.cluster(portOffset(environment));
        return new LocalCluster(layout, members, new ClusterProcesses(layout, members, new TreeMap<>(environment)));
    }

    private static int portOffset(Map<String, String> environment) {
        String text = environment.getOrDefault("HELIOSDB_PORT_OFFSET", "0");
        try {
            int offset = Integer.parseInt(text);
            if (offset < -15000 || offset > 40000) {
                throw new NumberFormatException("out of range");
            }
            return offset;
        } catch (NumberFormatException e) {
            throw new LauncherException(
                    "HELIOSDB_PORT_OFFSET must be a number from -15000 to 40000, not '" + text + "'", e);
        }
    }

    /// @throws LauncherException when there is no such member
    Member member(String name) {
        return members.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LauncherException("there is no node '" + name + "'; the nodes are: "
                        + String.join(", ", members.stream().map(Member::name).toList())));
    }

    MemberStatus status(Member member, HealthProbe probe) {
        if (processes.find(member).isEmpty()) {
            return processes.wasStopped(member)
                    ? new MemberStatus(member, MemberStatus.State.STOPPED, "")
                    : new MemberStatus(
                            member,
                            MemberStatus.State.DIED,
                            "its process is gone without having been stopped; start it with: ./heliosdb start "
                                    + member.name());
        }
        Health health = probe.check(member);
        MemberStatus.State state = health.healthy()
                ? MemberStatus.State.HEALTHY
                : health.started() ? MemberStatus.State.UNHEALTHY : MemberStatus.State.STARTING;
        return new MemberStatus(member, state, health.reason());
    }
}
