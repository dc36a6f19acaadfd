package io.heliosdb.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The options a member's JVM is started with.
final class JvmOptions {

    private JvmOptions() {}

    static List<String> forMember(Member member, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        options.add("-Dheliosdb.member=" + member.name());
        String heap = environment.getOrDefault("HELIOSDB_HEAP", member.isObserver() ? "192m" : "768m");
        options.add("-Xmx" + heap);
        options.add("-XX:+UseCompactObjectHeaders");
        options.add("-XX:+ExitOnOutOfMemoryError");
        // lmdbjava and jnr-ffi reach into java.nio and load a native library.
        options.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        options.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        options.add("--enable-native-access=ALL-UNNAMED");
        options.add("--sun-misc-unsafe-memory-access=allow");
        String extra = environment.getOrDefault("HELIOSDB_JAVA_OPTS", "").strip();
        if (!extra.isEmpty()) {
            options.addAll(List.of(extra.split("\\s+")));
        }
        return options;
    }
}
