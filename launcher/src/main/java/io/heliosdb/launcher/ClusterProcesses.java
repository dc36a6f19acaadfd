package io.heliosdb.launcher;

import io.heliosdb.cluster.SyncMode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Starts and stops the members' processes, and finds those that run.
///
/// A process is known by its pid file; a pid that now belongs to another program counts as not running.
final class ClusterProcesses {

    private static final String LOOPBACK = "127.0.0.1";

    private final Layout layout;
    private final List<Member> members;
    private final Map<String, String> environment;

    /// @param environment `HELIOSDB_*` settings of the caller that every member inherits
    ClusterProcesses(Layout layout, List<Member> members, Map<String, String> environment) {
        this.layout = layout;
        this.members = members;
        this.environment = environment;
    }

    /// The running process of a member.
    Optional<ProcessHandle> find(Member member) {
        Path file = layout.pidFile(member);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> isMember(process, member));
        } catch (NumberFormatException | IOException e) {
            throw new LauncherException("cannot read the process id in " + file + ": " + e.getMessage(), e);
        }
    }

    /// Whether a member that does not run was stopped, or never started.
    boolean wasStopped(Member member) {
        return !Files.exists(layout.pidFile(member));
    }

    private static boolean isMember(ProcessHandle process, Member member) {
        String commandLine = process.info().commandLine().orElse("");
        return commandLine.isEmpty() || commandLine.contains("-Dheliosdb.member=" + member.name());
    }

    /// Starts a member's process; it goes on when the launcher ends.
    ///
    /// @throws LauncherException when it cannot be started
    ProcessHandle start(Member member) {
        try {
            Files.createDirectories(layout.directory(member));
            ProcessBuilder builder = new ProcessBuilder(command(member));
            builder.directory(layout.directory(member).toFile());
            // A rehearsal must not touch what the caller's settings name, such as the archive of the log.
            builder.environment().keySet().removeIf(ClusterProcesses::isSetting);
            environment.forEach((name, value) -> {
                if (isSetting(name)) {
                    builder.environment().put(name, value);
                }
            });
            builder.environment().putAll(settings(member));
            File log = layout.logFile(member).toFile();
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
            Process process = builder.start();
            Files.writeString(layout.pidFile(member), process.pid() + "\n");
            return process.toHandle();
        } catch (IOException e) {
            throw new LauncherException("cannot start " + member.name() + ": " + e.getMessage(), e);
        }
    }

    private static boolean isSetting(String variable) {
        return variable.startsWith("HELIOSDB_");
    }

    /// Asks a member to stop and waits; kills it when it has not stopped by the deadline.
    ///
    /// @return whether it stopped by itself
    boolean stop(Member member, Duration deadline) {
        Optional<ProcessHandle> running = find(member);
        boolean orderly = true;
        if (running.isPresent()) {
            running.get().destroy();
            orderly = awaitExit(running.get(), deadline);
            if (!orderly) {
                running.get().destroyForcibly();
                awaitExit(running.get(), Duration.ofSeconds(10));
            }
        }
        try {
            Files.deleteIfExists(layout.pidFile(member));
        } catch (IOException e) {
            throw new LauncherException("cannot remove " + layout.pidFile(member) + ": " + e.getMessage(), e);
        }
        return orderly;
    }

    private static boolean awaitExit(ProcessHandle process, Duration deadline) {
        try {
            process.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new LauncherException("cannot wait for process " + process.pid() + ": " + e.getMessage(), e);
        }
    }

    private List<String> command(Member member) {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            // A session of its own: closing the terminal must not stop the database.
            command.add(setsid.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.forMember(member, environment));
        command.addAll(ClassArchives.options(layout, member));
        command.add("-cp");
        command.add(layout.classPath(member));
        command.add(member.isObserver() ? "io.heliosdb.observer.ObserverMain" : "io.heliosdb.server.boot.NodeMain");
        return command;
    }

    private Map<String, String> settings(Member member) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("HELIOSDB_ROLE", member.role().text());
        settings.put("HELIOSDB_NODE_ID", member.id().toString());
        settings.put("HELIOSDB_NODE_NAME", member.name());
        settings.put("HELIOSDB_DATA_DIR", layout.directory(member).toString());
        settings.put("HELIOSDB_BIND", LOOPBACK);
        settings.put("HELIOSDB_REPL_PORT", Integer.toString(member.replicationPort()));
        settings.put("HELIOSDB_HTTP_PORT", Integer.toString(member.httpPort()));
        settings.put("HELIOSDB_CLUSTER_SECRET_FILE", layout.secretFile().toString());
        if (member.isObserver()) {
            settings.put("HELIOSDB_OBSERVER_NODES", nodeAddresses());
        } else {
            settings.put("HELIOSDB_PORT", Integer.toString(member.pgPort()));
            settings.put("HELIOSDB_OBSERVER_HOSTS", observerAddress());
            member.mode().ifPresent(mode -> settings.put("HELIOSDB_SYNC_MODE", mode.text()));
            if (member.role().isPrimary()) {
                settings.put("HELIOSDB_STANDBYS", standbys());
            } else {
                Member primary = primary();
                settings.put("HELIOSDB_PRIMARY_HOST", LOOPBACK + ":" + primary.replicationPort());
                settings.put("HELIOSDB_PRIMARY_PG_PORT", Integer.toString(primary.pgPort()));
            }
        }
        return settings;
    }

    private Member primary() {
        return members.stream().filter(m -> m.role().isPrimary()).findFirst().orElseThrow();
    }

    private String nodeAddresses() {
        return members.stream()
                .filter(m -> !m.isObserver())
                .map(m -> m.name() + "=" + LOOPBACK + ":" + m.httpPort())
                .collect(Collectors.joining(","));
    }

    private String observerAddress() {
        return members.stream()
                .filter(Member::isObserver)
                .map(m -> LOOPBACK + ":" + m.httpPort())
                .collect(Collectors.joining(","));
    }

    private String standbys() {
        return members.stream()
                .filter(m -> m.mode().isPresent())
                .map(m -> m.name() + "=" + LOOPBACK + ":" + m.replicationPort() + ":"
                        + m.mode().map(SyncMode::text).orElseThrow())
                .collect(Collectors.joining(","));
    }

    /// Makes the cluster's secret on first use, readable by its owner only.
    void ensureSecret() {
        Path file = layout.secretFile();
        try {
            Files.createDirectories(layout.data());
            if (!Files.exists(file)) {
                byte[] secret = new byte[32];
                new SecureRandom().nextBytes(secret);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
            }
        } catch (IOException e) {
            throw new LauncherException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
