package io.heliosdb.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The options that this database's JVMs are started with.
public final class JvmOptions {

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
        if (!extra.isEmpty()) {
            options.addAll(List.of(extra.split("\\s+")));
        }
        return options;
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
