package io.heliosdb.server.mutation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One planted fault.
///
/// @param name what is wrong then
/// @param file the source below `io/heliosdb/server`, without its ending
/// @param before code that stands there exactly once, whatever its white space
/// @param after what stands there instead
/// @param tests simple names of the test classes, in the packages of the engine, one of which must fail at least
record Mutation(String name, String file, String before, String after, List<String> tests) {

    /// The source with the fault in it.
    ///
    /// @throws IllegalStateException when the code is not there, or more than once: then the mutation has to be
    /// renewed
    String apply(String source) {
        StringBuilder regex = new StringBuilder();
        for (String word : before.trim().split("\\s+")) {
            regex.append(regex.isEmpty() ? "" : "\\s+").append(Pattern.quote(word));
        }
        Matcher matcher = Pattern.compile(regex.toString()).matcher(source);
        if (!matcher.find()) {
            throw new IllegalStateException("\"" + name + "\" no longer fits " + file + ": renew it");
        }
        String changed = source.substring(0, matcher.start()) + after + source.substring(matcher.end());
        if (matcher.find()) {
            throw new IllegalStateException("\"" + name + "\" fits " + file + " more than once: renew it");
        }
        return changed;
    }
}
