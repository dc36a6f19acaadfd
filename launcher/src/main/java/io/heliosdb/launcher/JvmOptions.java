package io.heliosdb.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options that this database's JVMs are started with.
public final class JvmOptions {

    /// Up to here a full collection by all processors takes less than a second, and the parallel collector costs the
    /// statements least (ADR 9).
    private static final long SMALL_HEAP_MEGABYTES = 1024;

    private static final int MEGABYTES_PER_GIGABYTE = 1024;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([mMgG])");
    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC\\b");

    private JvmOptions() {}

    static List<String> forMember(Member member, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        options.add("-Dheliosdb.member=" + member.name());
        options.addAll(
                forNode(environment.getOrDefault("HELIOSDB_HEAP", member.isObserver() ? "192m" : "768m"), environment));
        return options;
    }

    /// A node's or an observer's.
    ///
    /// @param heap as in `-Xmx`
    /// @param environment for more of them in `HELIOSDB_JAVA_OPTS`
    public static List<String> forNode(String heap, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + heap);
        options.add("-XX:+UseCompactObjectHeaders");
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.addAll(nativeAccess());
        String extra = environment.getOrDefault("HELIOSDB_JAVA_OPTS", "").strip();
        if (isSmall(heap) && !COLLECTOR.matcher(extra).find()) {
            options.add("-XX:+UseParallelGC");
        }
        if (!extra.isEmpty()) {
            options.addAll(List.of(extra.split("\\s+")));
        }
        return options;
    }

    // As the container's script: in megabytes or gigabytes. What is no size is for the JVM to refuse.
    private static boolean isSmall(String heap) {
        Matcher matcher = SIZE.matcher(heap);
        if (!matcher.matches()) {
            return false;
        }
        int unit = matcher.group(2).equalsIgnoreCase("g") ? MEGABYTES_PER_GIGABYTE : 1;
        return Long.parseLong(matcher.group(1)) * unit <= SMALL_HEAP_MEGABYTES;
    }

    /// What storage needs: lmdbjava and jnr-ffi reach into java.nio and load a native library.
    public static List<String> nativeAccess() {
        return List.of(
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
