package io.heliosdb.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds pages to the tests that they name: `LsnTest`, `LsnTest.prints`, and in the last column of a table of
/// tests also a method alone, which belongs to the class named before it.
final class TestNames {

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w*(?:Test|IT|Check))(?:\\.(.+))?");

    /// Method names have more than one word; packages, files and modes do not look like that.
    private static final Pattern METHOD = Pattern.compile("[a-z]+[A-Z]\\w*(?:\\.\\.\\.)?");

    private static final Pattern HEADER = Pattern.compile("\\|.*\\|\\s*tests?\\b[^|]*\\|\\s*");

    private final Map<String, Set<String>> methods;

    /// @param methods of each test class, by its simple name
    TestNames(Map<String, Set<String>> methods) {
        this.methods = methods;
    }

    /// What a page says of tests that is not so.
    List<String> problems(String page, List<String> lines) {
        List<String> problems = new ArrayList<>();
        boolean inTable = false;
        String byDefault = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = page + ":" + (i + 1) + " ";
            boolean header = HEADER.matcher(line).matches();
            inTable = header || inTable && line.startsWith("|");
            byDefault = header ? firstClass(line) : byDefault;
            if (inTable && !header && !line.startsWith("|--")) {
                row(where, line, byDefault, problems);
            } else {
                spans(line).forEach(span -> {
                    Matcher named = TEST.matcher(span);
                    if (named.matches()) {
                        check(where, named, problems);
                    }
                });
            }
        }
        return problems;
    }

    private static String firstClass(String line) {
        return spans(line).stream()
                .filter(span -> TEST.matcher(span).matches())
                .findFirst()
                .orElse("");
    }

    private void row(String where, String line, String byDefault, List<String> problems) {
        String current = byDefault;
        int found = 0;
        String cell = line.substring(line.lastIndexOf('|', line.lastIndexOf('|') - 1));
        for (String span : spans(cell)) {
            Matcher named = TEST.matcher(span);
            if (named.matches()) {
                current = named.group(1);
                check(where, named, problems);
                found++;
            } else if (METHOD.matcher(span).matches()) {
                checkMethod(where, current, span, problems);
                found++;
            }
        }
        if (found == 0) {
            problems.add(where + "names no test");
        }
    }

    private void check(String where, Matcher named, List<String> problems) {
        String type = named.group(1);
        String method = named.group(2);
        if (!methods.containsKey(type)) {
            problems.add(where + "there is no " + type);
        } else if (method != null) {
            checkMethod(where, type, method, problems);
        }
    }

    private void checkMethod(String where, String type, String method, List<String> problems) {
        if (!methods.getOrDefault(type, Set.of()).contains(method)) {
            problems.add(where + "there is no " + type + "." + method);
        }
    }

    private static List<String> spans(String line) {
        return SPAN.matcher(line).results().map(found -> found.group(1)).toList();
    }
}
