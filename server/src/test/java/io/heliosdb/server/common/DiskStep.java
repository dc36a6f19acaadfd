package io.heliosdb.server.common;

import java.util.regex.Pattern;

/// One moment at which a disk is changed: just before an operation takes effect, or just after.
///
/// @param number counted from 1 over the life of the disk
/// @param operation the method of {@link Disk}, `DiskFile` or `MappedPage`, or `commit` for that of a base
/// @param file its kind: digits do not matter
/// @param site the innermost method of the engine that did it, as `Class.method`
/// @param purpose the outermost method of the same package on the stack
/// @param done whether it has taken effect
public record DiskStep(int number, String operation, String file, String site, String purpose, boolean done) {

    private static final String ROOT = "io.heliosdb.server.";
    private static final Pattern TESTS =
            Pattern.compile(".*Test|.*Check|MemoryDisk|MemoryBase|DiskStep|CrashScenario|EngineModel|Simulat.*");

    /// What the calling thread is about.
    static DiskStep here(int number, String operation, String file, boolean done) {
        String[] found = {"", "", ""};
        StackWalker.getInstance().forEach(frame -> {
            String full = frame.getClassName();
            String type = full.substring(full.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
            String place = full.substring(0, full.lastIndexOf('.'));
            // A lambda has no name of its own; whoever made it is further up.
            boolean nameless = frame.getMethodName().contains("$");
            if (nameless || !full.startsWith(ROOT) || TESTS.matcher(type).matches()) {
                return;
            }
            String name = type + "." + frame.getMethodName();
            if (found[0].isEmpty()) {
                found[0] = name;
                found[2] = place;
            }
            if (place.equals(found[2])) {
                found[1] = name;
            }
        });
        return new DiskStep(number, operation, file.replaceAll("[0-9A-F]{16}", "N"), found[0], found[1], done);
    }

    /// What tells this step from others: that of the same code for the same purpose.
    public String name() {
        String where = site.equals(purpose) ? site : purpose + " > " + site;
        return where + ": " + operation + " " + file + (done ? " (done)" : "");
    }
}
